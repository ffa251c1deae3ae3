# Reads what Roadbrush wrote with the formats' own readers and counts, for each reader and set, the pixels that are not those that were written.
# own_readers.py FOLDER: FOLDER/truth.json holds the label maps and class names, the other folders the written sets. Prints one JSON object {'reader: set': pixels}.
import json
import sys
import warnings
from pathlib import Path

import numpy as np

warnings.filterwarnings('ignore')
root = Path(sys.argv[1])
truth = json.loads((root / 'truth.json').read_text())
names = {int(label): name for label, name in truth['names'].items()}
labels = {name: label for label, name in names.items()}
maps = {one['name']: np.array(one['data'], np.uint8).reshape(one['height'], one['width']) for one in truth['maps']}
wrong = {}


def compare(reader, found):
    """Found: name -> label map. All frames must be there."""
    if set(found) != set(maps):
        wrong[reader] = f'read {sorted(found)}'
        return
    wrong[reader] = int(sum((found[name] != maps[name]).sum() for name in maps))


def painted(shapes, shape):
    canvas = np.zeros(shape, np.uint8)
    for label, mask in shapes:
        canvas[np.asarray(mask, bool)] = label
    return canvas


def pycocotools(folder):
    from pycocotools.coco import COCO
    coco = COCO(str(root / folder / 'annotations/instances_default.json'))
    found = {}
    for image in coco.loadImgs(coco.getImgIds()):
        annotations = coco.loadAnns(coco.getAnnIds(imgIds=[image['id']]))
        shapes = [(labels[coco.loadCats([a['category_id']])[0]['name']], coco.annToMask(a)) for a in annotations]
        for (_, mask), annotation in zip(shapes, annotations):
            assert abs(int(mask.sum()) - annotation['area']) < 1e-6, 'area'
            rows, columns = np.where(mask)
            box = [columns.min(), rows.min(), np.ptp(columns) + 1, np.ptp(rows) + 1]
            assert np.allclose(box, annotation['bbox']), f"box {box} {annotation['bbox']}"
        found[Path(image['file_name']).stem] = painted(shapes, (image['height'], image['width']))
    compare(f'pycocotools: {folder}', found)


def datumaro(folder, kind, path=''):
    from datumaro import Dataset
    from datumaro.components.annotation import AnnotationType
    from datumaro.util import mask_tools
    dataset = Dataset.import_from(str(root / folder / path), kind)
    named = [item.name for item in dataset.categories()[AnnotationType.label].items]
    found = {}
    for item in dataset:
        shape = maps[item.id].shape
        assert item.media is None or tuple(item.media.size) == shape, 'size'
        shapes = []
        for a in sorted((a for a in item.annotations if a.type in (AnnotationType.mask, AnnotationType.polygon)), key=lambda a: a.z_order):
            mask = a.image if a.type == AnnotationType.mask else mask_tools.rles_to_mask([a.points], shape[1], shape[0])
            shapes.append((labels[named[a.label]], mask))
        found[item.id] = painted(shapes, shape)
    compare(f'datumaro: {folder}', found)


def datumaro_ids(folder, kind, ignore, place='{}'):
    # Datumaro's own order of names is that of Cityscapes' ids; nothing is said of label 0, and ignore is `ignore`.
    from datumaro import Dataset
    found = {}
    for item in Dataset.import_from(str(root / folder), kind):
        name = item.id.split('/')[-1]
        assert item.id == place.format(name) and item.media is not None, item.id
        found[name] = painted([(255 if a.label == ignore else a.label, a.image) for a in item.annotations], maps[name].shape)
    compare(f'datumaro: {folder}', found)


def labelme(folder):
    from labelme import utils
    from labelme._label_file import LabelFile
    found = {}
    for name, truth_map in maps.items():
        file = LabelFile(str(root / folder / f'{name}.json'))
        found[name] = utils.shapes_to_label(truth_map.shape, file.shapes, labels)[0].astype(np.uint8)
    compare(f'labelme: {folder}', found)


def yolo(folder):
    import cv2
    import supervision
    import yaml
    classes = yaml.safe_load((root / folder / 'data.yaml').read_text())['names']
    found = {}
    for name, truth_map in maps.items():
        height, width = truth_map.shape
        shapes = []
        for line in (root / folder / 'labels' / f'{name}.txt').read_text().splitlines():
            index, *numbers = line.split()
            # ultralytics.data.utils.polygon2mask: coordinates cut to whole pixels, then cv2.fillPoly.
            points = (np.array(numbers, np.float32).reshape(-1, 2) * [width, height]).astype(np.int32)
            shapes.append((labels[classes[int(index)]], cv2.fillPoly(np.zeros(truth_map.shape, np.uint8), [points], 1)))
        found[name] = painted(shapes, truth_map.shape)
    compare(f'polygon2mask: {folder}', found)

    # supervision rounds to the nearest pixel before it fills: up to one more pixel to the right and below is its way, no less and nothing else.
    data = supervision.DetectionDataset.from_yolo(str(root / folder / 'images'), str(root / folder / 'labels'), str(root / folder / 'data.yaml'), force_masks=True)
    missing = 0
    for path, _, detections in data:
        truth_map = maps[Path(path).stem]
        grown = np.pad(truth_map, ((1, 0), (1, 0)))
        around = [grown[1:, 1:], grown[1:, :-1], grown[:-1, 1:], grown[:-1, :-1]]
        for label in set(np.unique(truth_map)) - {0}:
            masks = [m for m, c in zip(detections.mask, detections.class_id) if labels[data.classes[c]] == label] if len(detections) else []
            mask = np.any(masks, axis=0) if masks else np.zeros(truth_map.shape, bool)
            near = np.any([layer == label for layer in around], axis=0)
            missing += int((~mask & (truth_map == label)).sum() + (mask & ~near).sum())
    wrong[f'supervision, to a pixel: {folder}'] = missing


def images(folder, end=''):
    from PIL import Image
    folder.mkdir(parents=True, exist_ok=True)
    for name, one in maps.items():
        Image.fromarray(np.zeros((*one.shape, 3), np.uint8)).save(folder / f'{name}{end}.png')


# The readers want to see the pictures too.
for folder in ('yolo/images', 'labelme-masks', 'labelme-polygons', 'coco-masks/images/default', 'coco-polygons/images/default', 'cvat-masks/images', 'cvat-polygons/images', 'kitti/image_2'):
    images(root / folder)
images(root / 'cityscapes/leftImg8bit/train/roadbrush', '_leftImg8bit')
output = sys.stdout
sys.stdout = sys.stderr
for way in ('masks', 'polygons'):
    pycocotools(f'coco-{way}')
    datumaro(f'coco-{way}', 'coco_instances')
    datumaro(f'cvat-{way}', 'cvat', 'annotations.xml')
    labelme(f'labelme-{way}')
yolo('yolo')
datumaro_ids('kitti', 'kitti_segmentation', 255)
datumaro_ids('cityscapes', 'cityscapes', 3, 'roadbrush/{}')
print(json.dumps(wrong), file=output)
