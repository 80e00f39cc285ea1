import { quoteText } from '@openjd/expr';
import type { EnvironmentOrigin } from './job.js';

/** Where an environment comes from, as messages say it. */
export function describeOrigin(origin: EnvironmentOrigin): string {
  switch (origin.kind) {
    case 'environmentTemplate':
      return `environment template ${origin.source}`;
    case 'job':
      return 'job environment';
    case 'step':
      return `environment of step ${quoteText(origin.step)}`;
  }
}
