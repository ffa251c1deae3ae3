# Writes albumentations-cases.json, the truth of albumentations.test.ts. Needs albumentations 2.0.8 (with OpenCV 5) and numpy; run by hand, never by the tests.
import base64, json, sys
import albumentations as A, cv2, numpy as np

rng = np.random.default_rng(7)
pack = lambda a: base64.b64encode(np.ascontiguousarray(a, dtype=np.uint8).tobytes()).decode()
pictures, cases = [], []


def picture(w, h, smooth=0):
    """Noise, which forgives nothing; or noise blurred, with every brightness and hue."""
    rgb = rng.integers(0, 256, (h, w, 3), dtype=np.uint8)
    if smooth:
        rgb = cv2.normalize(cv2.GaussianBlur(rgb, (0, 0), smooth), None, 0, 255, cv2.NORM_MINMAX)
    mask = rng.choice(np.array([0, 7, 26, 255], np.uint8), (h, w))
    pictures.append(dict(width=w, height=h, rgb=pack(rgb), mask=pack(mask)))
    return len(pictures) - 1, rgb, mask


def case(what, source, parameters, rgb, mask=None):
    cases.append(dict(what=what, picture=source, parameters=parameters, width=rgb.shape[1], height=rgb.shape[0], rgb=pack(rgb),
                      mask=None if mask is None else pack(mask)))


def applied(transform, rgb, mask):
    out = A.Compose([transform], seed=1)(image=rgb, mask=mask)
    return out['image'], out['mask']


def cropped(rgb, mask, crop, w, h):
    """RandomSizedCrop's own work with the coordinates given."""
    x, y, cw, ch = crop
    t = A.RandomSizedCrop(min_max_height=(ch, ch), size=(h, w), w2h_ratio=cw / ch, interpolation=cv2.INTER_LINEAR, mask_interpolation=cv2.INTER_NEAREST, p=1)
    at = dict(crop_coords=(x, y, x + cw, y + ch))
    return t.apply(rgb, **at), t.apply_to_mask(mask, **at)


rotation = lambda degrees: A.Rotate(limit=(degrees, degrees), interpolation=cv2.INTER_LINEAR, mask_interpolation=cv2.INTER_NEAREST, border_mode=cv2.BORDER_CONSTANT, fill=0, fill_mask=255, p=1)
resize = lambda w, h: A.Resize(height=h, width=w, interpolation=cv2.INTER_LINEAR, mask_interpolation=cv2.INTER_NEAREST, p=1)

wide, odd, plain = picture(48, 15), picture(31, 22), picture(32, 32, smooth=3)
for source, rgb, mask in (wide, odd):
    h, w = mask.shape
    case('flip', source, {}, *applied(A.HorizontalFlip(p=1), rgb, mask))
    for tw, th in ((16, 16), (w, h), (60, 20)):
        case('resize', source, {}, *applied(resize(tw, th), rgb, mask))
    for crop in ((3, 1, w - 7, h - 4), (0, 0, 5, h), (w - 20, 2, 20, 9)):
        for tw, th in ((16, 16), (24, 10)):
            case('crop', source, dict(crop=crop), *cropped(rgb, mask, crop, tw, th))
    for degrees in (4.5, -11.25, 30.0):
        case('rotate', source, dict(degrees=degrees), *applied(rotation(degrees), rgb, mask))
for source, rgb, mask in (odd, plain):
    h, w = mask.shape
    for b, c in ((0.2, 0), (0, -0.35), (-0.13, 0.27)):
        t = A.RandomBrightnessContrast(brightness_limit=(b, b), contrast_limit=(c, c), p=1)
        case('light', source, dict(alpha=1 + c, beta=b * 255), applied(t, rgb, mask)[0])
    for shift in (10.0, -7.3, 90.0, 0.4):
        t = A.HueSaturationValue(hue_shift_limit=(shift, shift), sat_shift_limit=(0, 0), val_shift_limit=(0, 0), p=1)
        case('hue', source, dict(shift=shift), applied(t, rgb, mask)[0])
    for side in (3, 7, 15):
        case('blur', source, dict(side=side), applied(A.Blur(blur_limit=(side, side), p=1), rgb, mask)[0])
small = picture(16, 16)
noise = A.GaussNoise(std_range=(0.1, 0.1), p=1)
noise_map = noise.get_params_dependent_on_data(dict(shape=small[1].shape), dict(image=small[1]))['noise_map']
noise_map = np.round(noise_map.astype(np.float64), 3).astype(np.float32)
case('noise', small[0], dict(noise=[round(float(v), 3) for v in noise_map.ravel()]), noise.apply(small[1], noise_map=noise_map))
for n, intensity in ((1, 0.5), (2, 0.35), (1, 0.8)):
    shadow = A.RandomShadow(shadow_roi=(0, 0, 1, 1), num_shadows_limit=(n, n), shadow_intensity_range=(intensity, intensity), p=1)
    shadow.set_random_seed(n + int(100 * intensity))
    for source, rgb, mask in (odd, plain):
        drawn = shadow.get_params_dependent_on_data(dict(shape=rgb.shape), dict(image=rgb))
        case('shadow', source, dict(shadows=[v.tolist() for v in drawn['vertices_list']], intensity=intensity), shadow.apply(rgb, **drawn))
# All of the geometry, one after the other, as a run does it.
for (source, rgb, mask), degrees, crop, size in ((wide, -6.0, (4, 2, 30, 11), (16, 16)), (odd, 12.5, (1, 3, 28, 17), (48, 32)), (wide, 2.0, (0, 0, 48, 15), (24, 24))):
    out = cropped(*applied(rotation(degrees), *applied(A.HorizontalFlip(p=1), rgb, mask)), crop, *size)
    case('all', source, dict(degrees=degrees, crop=crop), *out)
json.dump(dict(albumentations=A.__version__, opencv=cv2.__version__, pictures=pictures, cases=cases), open(sys.argv[1], 'w'), separators=(',', ':'))
