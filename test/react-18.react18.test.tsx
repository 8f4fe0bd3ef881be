import { render } from '@testing-library/react';
import { version } from 'react';
import { version as domVersion } from 'react-dom';
import { expect, it } from 'vitest';

it('runs on React 18, the renderer included', () => {
  const { container } = render(<p>{version}</p>);

  expect(container.textContent).toMatch(/^18\./);
  expect(domVersion).toBe(version);
});
