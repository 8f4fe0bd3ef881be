import { describeHooks } from './testing/hooks-suite.tsx';

describeHooks('what the React Compiler wrote');
