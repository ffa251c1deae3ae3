# Writes tests/integration/formats/fixtures with the formats' own tools: pycocotools, datumaro, labelme and supervision. Each folder is what the tool wrote;
# truth.json has the label maps that went in. Run it with a Python that has them (docs/formats.md); the result is committed.
import json
import shutil
import tempfile
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw

root = Path(__file__).parent / 'fixtures'
shutil.rmtree(root, ignore_errors=True)
root.mkdir()
NAMES = {7: 'road', 11: 'building & co', 255: 'ignore'}
random = np.random.default_rng(7)


def noise(width, height):
    return random.choice(np.array([0, 7, 11, 255], np.uint8), (height, width))


def blobs(width, height):
    picture = Image.fromarray(np.zeros((height, width), np.uint8))
    draw = ImageDraw.Draw(picture)
    draw.polygon([(2, height - 1), (width * 0.4, height * 0.4), (width * 0.6, height * 0.4), (width - 3, height - 1)], fill=7)
    draw.ellipse([width * 0.4, height * 0.6, width * 0.55, height * 0.85], fill=0)
    draw.rectangle([0, 0, width // 3, height // 4], fill=11)
    draw.ellipse([width * 0.7, 1, width * 0.9, height * 0.3], fill=255)
    return np.array(picture)


maps = {'noise': noise(13, 9), 'blobs': blobs(64, 40), 'empty': np.zeros((6, 8), np.uint8)}
(root / 'truth.json').write_text(json.dumps({
    'names': NAMES,
    'maps': [{'name': n, 'width': m.shape[1], 'height': m.shape[0], 'data': m.ravel().tolist()} for n, m in maps.items()],
}))
pictures = {name: np.zeros((*m.shape, 3), np.uint8) for name, m in maps.items()}
present = {name: [label for label in NAMES if (m == label).any()] for name, m in maps.items()}

# pycocotools: compressed run-length codes; and the same runs as lists, which older files have.
from pycocotools import mask as codec


def coco(path, runs):
    images, annotations = [], []
    for i, (name, m) in enumerate(maps.items()):
        images.append({'id': 100 + i, 'file_name': f'{name}.png', 'width': m.shape[1], 'height': m.shape[0]})
        for label in present[name]:
            mask = np.asfortranarray((m == label).astype(np.uint8))
            rle = codec.encode(mask)
            area, box = int(codec.area(rle)), codec.toBbox(rle).tolist()
            annotations.append({'id': len(annotations), 'image_id': 100 + i, 'category_id': label, 'iscrowd': 1, 'area': area, 'bbox': box, 'segmentation': runs(mask, rle)})
    categories = [{'id': label, 'name': name} for label, name in NAMES.items()]
    path.mkdir()
    (path / 'instances.json').write_text(json.dumps({'images': images, 'annotations': annotations, 'categories': categories}))


def counts(mask, rle):
    flat = mask.ravel(order='F')
    edges = np.flatnonzero(np.diff(np.concatenate([[0], flat]))).tolist()
    return {'size': rle['size'], 'counts': np.diff([0, *edges, flat.size]).tolist()}


coco(root / 'coco-pycocotools', lambda _mask, rle: {'size': rle['size'], 'counts': rle['counts'].decode()})
coco(root / 'coco-lists', counts)

# datumaro: COCO and CVAT, masks and polygons. Its polygons come from its own mask_to_polygon, hence the masks that they stand for are taken from it.
from datumaro import Dataset, DatasetItem
from datumaro.components.annotation import AnnotationType, LabelCategories, Mask, Polygon
from datumaro.components.media import Image as Media
from datumaro.util import mask_tools


def dataset(shapes):
    items = [
        DatasetItem(id=name, media=Media.from_numpy(pictures[name]), annotations=[s for label in present[name] for s in shapes(m == label, label)])
        for name, m in maps.items()
    ]
    return Dataset.from_iterable(items, categories={AnnotationType.label: LabelCategories.from_iterable(NAMES.values())}, media_type=Media)


index = {label: i for i, label in enumerate(NAMES)}


def export(folder, kind, shapes, found, **options):
    with tempfile.TemporaryDirectory() as temporary:
        dataset(shapes).export(temporary, kind, save_media=False, **options)
        (root / folder).mkdir()
        for path in Path(temporary).rglob(found):
            shutil.copy(path, root / folder / path.name)


def masks(mask, label):
    return [Mask(mask.astype(np.uint8), label=index[label], z_order=index[label])]


def polygons(mask, label):
    found = mask_tools.mask_to_polygons(mask.astype(np.uint8), area_threshold=1)
    return [Polygon([float(v) for v in points], label=index[label], z_order=index[label]) for points in found]


export('coco-datumaro-masks', 'coco_instances', masks, '*.json', segmentation_mode='mask')
export('coco-datumaro-polygons', 'coco_instances', polygons, '*.json', segmentation_mode='polygons')
export('cvat-datumaro-masks', 'cvat', masks, '*.xml')
export('cvat-datumaro-polygons', 'cvat', polygons, '*.xml')
# What the polygons stand for, by datumaro's own drawing, in the order of the shapes.
drawn = {}
for name, m in maps.items():
    canvas = np.zeros(m.shape, np.uint8)
    for label in present[name]:
        for polygon in polygons(m == label, label):
            canvas[mask_tools.rles_to_mask([polygon.points], m.shape[1], m.shape[0]).astype(bool)] = label
    drawn[name] = canvas.ravel().tolist()
(root / 'datumaro-polygons.json').write_text(json.dumps(drawn))

# labelme: masks, and polygons by hand.
from labelme import utils
from labelme._label_file import write_label_file


def labelme(folder, shapes):
    (root / folder).mkdir()
    for name, m in maps.items():
        write_label_file(str(root / folder / f'{name}.json'), shapes=shapes(name, m), image_path=f'{name}.png', image_height=m.shape[0], image_width=m.shape[1])


def labelme_masks(name, m):
    shapes = []
    for label in present[name]:
        rows, columns = np.where(m == label)
        top, bottom, left, right = int(rows.min()), int(rows.max()), int(columns.min()), int(columns.max())
        inside = (m == label)[top:bottom + 1, left:right + 1]
        code = utils.img_arr_to_b64(inside.astype(np.uint8))
        shapes.append({'label': NAMES[label], 'points': [[left, top], [right, bottom]], 'shape_type': 'mask', 'mask': code, 'flags': {}, 'group_id': None, 'description': ''})
    return shapes


def labelme_polygons(name, m):
    shapes = [('road', [[3.5, 2.2], [40.7, 5.1], [33.3, 30.9], [5, 22]]), ('ignore', [[20, 20], [60, 20], [40, 38]])] if name == 'blobs' else []
    return [{'label': l, 'points': p, 'shape_type': 'polygon', 'mask': None, 'flags': {}, 'group_id': None, 'description': ''} for l, p in shapes]


labelme('labelme-masks', labelme_masks)
labelme('labelme-polygons', labelme_polygons)
canvas, _ = utils.shapes_to_label(maps['blobs'].shape, labelme_polygons('blobs', None), {n: l for l, n in NAMES.items()})
(root / 'labelme-polygons.json').write_text(json.dumps(canvas.ravel().tolist()))

# supervision: YOLO from masks.
import supervision

with tempfile.TemporaryDirectory() as temporary:
    found = {}
    for name, m in maps.items():
        if not present[name] or name == 'noise':
            continue
        layers = np.array([m == label for label in present[name]])
        boxes = supervision.mask_to_xyxy(layers)
        found[f'{name}.png'] = supervision.Detections(xyxy=boxes, mask=layers, class_id=np.array([index[label] for label in present[name]]))
        Image.fromarray(pictures[name]).save(Path(temporary) / f'{name}.png')
    data = supervision.DetectionDataset(classes=list(NAMES.values()), images=[str(Path(temporary) / n) for n in found], annotations={str(Path(temporary) / n): d for n, d in found.items()})
    data.as_yolo(annotations_directory_path=str(root / 'yolo-supervision/labels'), data_yaml_path=str(root / 'yolo-supervision/data.yaml'))
