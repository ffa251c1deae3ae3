// All handlers together.
import { appCalls } from './app';
import { compareCalls } from './compare';
import type { Desk } from './desk';
import { frameCalls } from './frames';
import { maskCalls } from './masks';
import { projectCalls } from './project';
import { queueCalls } from './queue';
import type { Handlers } from './register';
import { runQueueCalls } from './runQueue';
import { runCalls } from './runs';

export const handlersOf = (desk: Desk): Handlers => ({
  app: appCalls(desk),
  compare: compareCalls(desk),
  frames: frameCalls(desk),
  masks: maskCalls(desk),
  project: projectCalls(desk),
  runQueue: runQueueCalls(desk),
  queue: queueCalls(desk),
  runs: runCalls(desk),
});
