import { SOCKETS } from '../platforms.ts';
import { pageFault, fileBrowser } from './driver/page-fault.ts';

const browser = fileBrowser();

pageFault(browser, {
  id: 'R13',
  title: 'an idle connection that ends in peace, is reset or is killed is replaced by one other',
  providers: SOCKETS,
  tab: 'playwright',
  async play({ show, say, answered, ready, strike, until, proxy }) {
    await show();
    await say('one');
    await answered('one');
    await strike(async () => {
      proxy.finish();
      await until('a second socket is open', ({ sockets }) => sockets.made === 2);
      await ready();
      proxy.reset();
      await until('a third socket is open', ({ sockets }) => sockets.made === 3);
      await ready();
      await proxy.refuse();
      proxy.reset();
      await until('it waits', ({ connection }) => connection === 'reconnecting');
      await proxy.pass();
    });
    await ready();
    await say('two');
    await answered('two');
  },
});

pageFault(browser, {
  id: 'R13',
  title: 'a kept-alive HTTP connection that ends while idle costs nothing',
  providers: ['nlx-http'],
  tab: 'playwright',
  async play({ show, say, answered, strike, proxy }) {
    await show();
    await say('one');
    await answered('one');
    await strike(() => proxy.finish());
    await say('two');
    await answered('two');
    await strike(() => proxy.reset());
    await say('three');
    await answered('three');
  },
});
