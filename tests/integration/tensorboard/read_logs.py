"""What TensorBoard itself reads from the folders named: JSON {folder: {tag: [[step, value], ...]}}. Needs `pip install tensorboard`."""
import json
import sys

from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

found = {}
for folder in sys.argv[1:]:
    log = EventAccumulator(folder)
    log.Reload()
    found[folder] = {tag: [[event.step, event.value] for event in log.Scalars(tag)] for tag in log.Tags()["scalars"]}
print(json.dumps(found))
