import { configure } from '@testing-library/react';

// How long `findBy…` and `waitFor` look before they give up: as long as `expect.poll` does. The library's own
// second is over before a busy machine has drawn a page; a wait that succeeds is no longer for it.
configure({ asyncUtilTimeout: 8_000 });
