import address from './lamp.jpg?no-inline';

/** A picture that Storybook serves itself, as a whole address: the wire's are. */
export const LAMP: string = new URL(address, document.baseURI).href;

/** What lets it be loaded. */
export const LAMP_ORIGINS: readonly string[] = [new URL(LAMP).origin];
