import { version } from 'react';

import { describeHooks } from './testing/hooks-suite.tsx';

describeHooks(`React ${version}`);
