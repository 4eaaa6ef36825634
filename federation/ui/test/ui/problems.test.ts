import { expect, it } from 'vitest';
import type { ApplicationStatus, Condition } from '../../src/api/types';
import { messages } from '../../src/ui/Problems';

const condition = (type: string, status: Condition['status'], message: string): Condition => ({
  type,
  status,
  message,
});

it('tells the precise reason first and nothing twice', () => {
  const status: ApplicationStatus = {
    health: { status: 'Degraded', message: 'Deployment a/b: 0 of 1 replicas' },
    operation: { phase: 'Error', message: 'app.yaml:3: bad indentation' },
    conditions: [
      condition('Ready', 'False', 'app.yaml:3: bad indentation'),
      condition('Stalled', 'True', 'Waits for a new commit.'),
      condition('Rendered', 'False', 'app.yaml:3: bad indentation\nNothing was pruned.'),
    ],
  };
  expect(messages(status)).toEqual([
    { about: 'Rendered', text: 'app.yaml:3: bad indentation\nNothing was pruned.' },
    { about: 'Health', text: 'Deployment a/b: 0 of 1 replicas' },
    { about: 'Stalled', text: 'Waits for a new commit.' },
  ]);
});

it('has nothing to say of what is well', () => {
  const status: ApplicationStatus = {
    operation: { phase: 'Succeeded', message: 'All objects are in place.' },
    conditions: [
      condition('Ready', 'True', 'Healthy'),
      condition('Reconciling', 'False', 'At rest'),
      condition('Stalled', 'False', 'Not stalled'),
    ],
  };
  expect(messages(status)).toEqual([]);
});
