import type { MessagePart as Part } from '@parley/hooks';
import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect, waitFor } from 'storybook/test';

import { MessagePart } from '../message/message-part.tsx';
import type { RendererProps } from '../message/renderers.ts';
import { ChatMessages } from '../messages/chat-messages.tsx';
import type { ChatOptions } from '../root/chat-root.tsx';
import { LAMP, LAMP_ORIGINS } from '../testing/lamp.ts';
import { PartFrame } from '../testing/part-frame.tsx';
import { sampleMessage } from '../testing/sample-messages.ts';

const NOTHING: RendererProps = {
  part: { type: 'text', text: '' },
  message: sampleMessage('user', ''),
};

const meta = {
  title: 'Parts/Message parts',
  component: MessagePart,
  args: NOTHING,
} satisfies Meta<typeof MessagePart>;

export default meta;

type Story = StoryObj<typeof meta>;

const showing = (parts: readonly Part[], options: ChatOptions = {}): Story => ({
  render: () => (
    <PartFrame state={{ messages: [sampleMessage('assistant', parts)] }} {...options}>
      <ChatMessages />
    </PartFrame>
  ),
});

/** With every picture that it holds in sight. */
const showingPictures = (parts: readonly Part[]): Story => ({
  ...showing(parts, { allowedImageOrigins: LAMP_ORIGINS }),
  play: async ({ canvasElement }) => {
    const widths = () =>
      [...canvasElement.querySelectorAll('img')].map(({ naturalWidth }) => naturalWidth);
    await waitFor(() => expect(widths()).toEqual([320]));
  },
});

const choices = [
  { id: 'shade', text: 'A new shade' },
  { id: 'lamp', text: 'A new lamp' },
  { id: 'money', text: 'My money back' },
];

export const Choices: Story = showing([
  { type: 'text', text: 'What would you like?' },
  { type: 'choices', choices },
]);

export const ChoiceTaken: Story = showing([
  { type: 'text', text: 'What would you like?' },
  { type: 'choices', choices, chosenId: 'lamp' },
]);

export const LongChoices: Story = showing([
  {
    type: 'choices',
    choices: [
      { id: 'a', text: 'I have already sent the lamp back and want to know where it is now' },
      { id: 'b', text: 'Something else' },
    ],
  },
]);

export const Cards: Story = showing([
  { type: 'text', text: 'These would fit:' },
  {
    type: 'cards',
    cards: [
      {
        id: 'halo',
        title: 'Halo desk lamp',
        subtitle: 'Brushed brass',
        recommended: true,
        url: 'https://shop.example/halo',
        attributes: [
          { label: 'Price', value: '€ 89' },
          { label: 'Power', value: '7.5 W' },
        ],
        choices: [{ id: 'buy-halo', text: 'Take this one' }],
      },
      {
        id: 'arc',
        title: 'Arc floor lamp',
        body: 'A wide arc, for reading in the armchair.',
        attributes: [
          { label: 'Price', value: '€ 149' },
          { label: 'Power', value: '9 W' },
        ],
        choices: [{ id: 'buy-arc', text: 'Take this one' }],
      },
    ],
  },
]);

export const Sources: Story = {
  ...showing([
    { type: 'text', text: 'You have **30 days**.' },
    {
      type: 'sources',
      sources: [
        {
          title: 'Terms of sale',
          url: 'https://shop.example/terms',
          page: 4,
          excerpt: 'Goods may be returned within thirty days of delivery.',
        },
        { title: 'Handbook for shops', page: 12 },
        { title: 'A source that is no address', url: 'javascript:alert(1)' },
      ],
    },
  ]),
  play: ({ canvasElement }) => {
    canvasElement.querySelector('summary')?.click();
  },
};

export const Attachments: Story = showing([
  {
    type: 'attachment',
    name: 'invoice-10482.pdf',
    size: 84_200,
    url: 'https://shop.example/i.pdf',
  },
  { type: 'attachment', name: 'no address.zip', size: 1_400_000 },
  { type: 'attachment', name: 'invoice\u202Efdp.exe', url: 'javascript:alert(1)' },
]);

export const Image: Story = showingPictures([
  { type: 'text', text: `This is the one:\n\n![A brass lamp with a pale shade](${LAMP})` },
]);

/** The same address where its origin is not allowed: nothing is loaded. */
export const ImageFromElsewhere: Story = showing([
  { type: 'text', text: `This is the one:\n\n![A brass lamp with a pale shade](${LAMP})` },
]);

export const CardWithAnImage: Story = showingPictures([
  {
    type: 'cards',
    cards: [
      {
        id: 'halo',
        title: 'Halo desk lamp',
        imageUrl: LAMP,
        url: 'https://shop.example/halo',
        attributes: [{ label: 'Price', value: '€ 89' }],
      },
    ],
  },
]);

export const ImageAttachment: Story = showingPictures([
  { type: 'attachment', name: 'lamp.jpg', size: 5_700, mediaType: 'image/jpeg', url: LAMP },
]);

/** As Lexicon Labs says it: a picture of no named kind, after the end of its address, and of no known size. */
export const ImageOfNoNamedKind: Story = showingPictures([
  { type: 'attachment', name: 'lamp.jpg', mediaType: 'image/*', url: LAMP },
]);

export const CustomWithARenderer: Story = showing(
  [{ type: 'custom', name: 'rating', data: { stars: 4 } }],
  { renderers: { custom: { rating: Rating } } },
);

function Rating({ part }: RendererProps) {
  const stars = part.type === 'custom' ? Number(Reflect.get(Object(part.data), 'stars')) : 0;
  return (
    <p role="img" aria-label={`${stars} of 5 stars`}>
      {'★'.repeat(stars).padEnd(5, '☆')}
    </p>
  );
}

export const CustomWithout: Story = showing([
  { type: 'custom', name: 'weather', data: { title: 'Sunny, 21 degrees' } },
  { type: 'custom', name: 'map', data: { latitude: 52.5 } },
]);
