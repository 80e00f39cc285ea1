import type { Proposal } from '../proposal.js';
import { PAST_HOOKS } from './shared/past-hooks.js';

/** An inner action says that it runs on the host, past the wrap hooks around it. RFC 0008, "Escape hatches". */
export const RUN_ON_HOST: Proposal = {
  name: 'run-on-host',
  summary: 'an action runs on the host, past the wrap hooks around it',
  extension: {
    name: 'RUN_ON_HOST',
    rfcs: ['0008'],
    excludes: ['WRAP_TASK_RUN'],
    ...PAST_HOOKS,
  },
};
