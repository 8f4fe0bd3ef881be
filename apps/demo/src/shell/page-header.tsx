import type { Appearance, Theme } from './appearance.ts';
import { ROUTES, type Route } from './use-route.ts';

export interface PageHeaderProps {
  readonly route: Route;
  readonly appearance: Appearance;
  readonly onAppearance: (change: Partial<Appearance>) => void;
}

const PAGES: readonly { readonly route: Route; readonly label: string }[] = [
  { route: 'widget', label: 'Widget' },
  { route: 'custom', label: 'Custom UI' },
];

const THEMES: readonly { readonly theme: Theme; readonly label: string }[] = [
  { theme: 'system', label: 'System' },
  { theme: 'light', label: 'Light' },
  { theme: 'dark', label: 'Dark' },
];

/** The name, the two pages, and how they look. */
export function PageHeader({ route, appearance, onAppearance }: PageHeaderProps) {
  const isRightToLeft = appearance.direction === 'rtl';
  return (
    <header className="page-header">
      <a className="brand" href={ROUTES.widget}>
        <span className="brand-mark" aria-hidden="true" />
        Parley
      </a>
      <nav className="page-nav" aria-label="Pages">
        {PAGES.map((page) => (
          <a
            key={page.route}
            href={ROUTES[page.route]}
            aria-current={page.route === route ? 'page' : undefined}
          >
            {page.label}
          </a>
        ))}
      </nav>
      <div className="page-looks">
        <label className="look">
          <span className="look-label">Theme</span>
          <select
            className="input"
            value={appearance.theme}
            onChange={({ target }) => {
              const chosen = THEMES.find(({ theme }) => theme === target.value);
              onAppearance({ theme: chosen?.theme ?? 'system' });
            }}
          >
            {THEMES.map(({ theme, label }) => (
              <option key={theme} value={theme}>
                {label}
              </option>
            ))}
          </select>
        </label>
        <span className="look">
          <span className="look-label" id="rtl-label">
            Right to left
          </span>
          <button
            type="button"
            role="switch"
            className="switch"
            aria-checked={isRightToLeft}
            aria-labelledby="rtl-label"
            onClick={() => onAppearance({ direction: isRightToLeft ? 'ltr' : 'rtl' })}
          />
        </span>
      </div>
    </header>
  );
}
