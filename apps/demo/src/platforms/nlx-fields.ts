import type { Address } from '../places/addresses.ts';
import type { Field } from './platform.ts';

/** The fields of both NLX hooks; only the address differs. */
export function nlxFields(url: (address: Address) => string, vendorUrl: string): readonly Field[] {
  return [
    {
      name: 'deploymentKey',
      label: 'Deployment key',
      hint: 'Names the deployment of the application.',
      kind: 'text',
      simulated: 'demo',
    },
    {
      name: 'channelKey',
      label: 'Channel key',
      hint: 'Names the channel. A language at its end is the conversation’s language.',
      kind: 'text',
      simulated: 'demo-en-US',
      example: 'my-channel-en-US',
    },
    {
      name: 'apiKey',
      label: 'API key',
      hint: 'Kept in memory only. Another key dials anew and keeps the transcript.',
      kind: 'secret',
      simulated: 'demo',
    },
    {
      name: 'languageCode',
      label: 'Language',
      hint: 'Optional, in place of the channel’s own. The simulator speaks en-US, de-DE, es-ES and ar-SA.',
      kind: 'text',
      simulated: '',
      example: 'en-US',
    },
    {
      name: 'url',
      label: 'Address',
      hint: 'Empty means the vendor’s own. A relay of yours goes here.',
      kind: 'address',
      simulated: url,
      example: vendorUrl,
    },
  ];
}
