import type { Meta, StoryObj } from '@storybook/react-vite';

import { LAMP, LAMP_ORIGINS } from '../testing/lamp.ts';
import { PartFrame } from '../testing/part-frame.tsx';
import { MARKDOWN_ANSWER } from '../testing/sample-messages.ts';
import { Markdown } from './markdown.tsx';

const meta = {
  title: 'Parts/Markdown',
  component: Markdown,
  args: { text: MARKDOWN_ANSWER },
  render: (args) => (
    <PartFrame allowedImageOrigins={LAMP_ORIGINS}>
      <div data-format="markdown">
        <Markdown {...args} />
      </div>
    </PartFrame>
  ),
} satisfies Meta<typeof Markdown>;

export default meta;

type Story = StoryObj<typeof meta>;

export const Everything: Story = {};

/** What has not arrived in full is shown as what it is about to be: a word in bold, with a link in it. */
export const StillGrowing: Story = {
  args: {
    text: '- Warm light\n- Cold light\n\nRead the **whole [manual](https://shop.example/man',
    growing: true,
  },
};

export const WithAPicture: Story = {
  args: { text: `![A brass lamp with a pale shade](${LAMP})\n\n*Halo*, from 89 euros.` },
};

/** Nothing that the wire says becomes HTML, and no address runs anything. */
export const Hostile: Story = {
  args: {
    text: '<img src=x onerror="alert(1)"> [click](javascript:alert(1)) <script>alert(1)</script>',
  },
};
