import { describeSmoke } from './smoke-suite.tsx';

describeSmoke('what the React Compiler wrote');
