# Writes opencv-cases.json, the truth of resize.test.ts. Needs opencv-python-headless 4 and numpy; run by hand, never by the tests.
import json, sys
import cv2, numpy as np

rng = np.random.default_rng(3)
cases = []
# width, height, channels, to width, to height: up, down, mixed, odd, single rows and columns, exact halves, the reference's ratios in small
for w, h, c, tw, th in [(7, 5, 1, 11, 9), (11, 9, 1, 7, 5), (5, 8, 3, 9, 3), (1, 6, 1, 4, 7), (6, 1, 3, 5, 2), (13, 4, 1, 13, 9), (12, 8, 1, 6, 4), (31, 9, 1, 6, 6), (6, 6, 1, 31, 9), (9, 7, 1, 8, 8), (3, 3, 1, 10, 10)]:
    src = rng.integers(0, 256, (h, w, c), dtype=np.uint8)
    shape = lambda a: a.reshape(th, tw, c)
    linear8 = shape(cv2.resize(src, (tw, th), interpolation=cv2.INTER_LINEAR))
    linear = shape(cv2.resize(src.astype(np.float32), (tw, th), interpolation=cv2.INTER_LINEAR))
    nearest = shape(cv2.resize(src, (tw, th), interpolation=cv2.INTER_NEAREST))
    cases.append(dict(w=w, h=h, channels=c, toW=tw, toH=th, src=src.ravel().tolist(), linear8=linear8.ravel().tolist(),
                      linear=[round(float(v), 3) for v in linear.ravel()], nearest=nearest.ravel().tolist()))
# Which source pixel INTER_NEAREST takes along an axis of the sizes that are really used, as a checksum: sum of (i + 1) * index.
axes = []
for a, b in [(1242, 224), (375, 224), (1226, 224), (370, 224), (1241, 224), (376, 224), (224, 1242), (224, 375), (1224, 320), (374, 96), (109, 224)]:
    index = cv2.resize(np.arange(a, dtype=np.float32).reshape(1, a), (b, 1), interpolation=cv2.INTER_NEAREST).ravel().astype(np.int64)
    axes.append([a, b, int((index * (np.arange(b) + 1)).sum())])
json.dump(dict(opencv=cv2.__version__, cases=cases, nearestAxes=axes), open(sys.argv[1], 'w'), separators=(',', ':'))
