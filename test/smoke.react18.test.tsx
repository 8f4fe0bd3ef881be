import { version } from 'react';

import { describeSmoke } from './smoke-suite.tsx';

describeSmoke(`React ${version}`);
