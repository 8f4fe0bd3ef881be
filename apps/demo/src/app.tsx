import type { Chat } from '@parley/hooks';
import { useReducer, useState } from 'react';

import { Conversation } from './conversation/conversation.tsx';
import { useOutsideWorld } from './conversation/use-outside-world.ts';
import { CustomPage } from './custom-page/custom-page.tsx';
import { createJournal } from './journal/journal.ts';
import { createNetwork } from './network/network.ts';
import type { Addresses } from './places/addresses.ts';
import { usePlaces } from './places/use-places.ts';
import { platformOf } from './platforms/platforms.ts';
import { CredentialsForm } from './settings/credentials-form.tsx';
import { INITIAL_STATE, reduceDemo, valuesOf } from './settings/demo-state.ts';
import { PlatformPicker } from './settings/platform-picker.tsx';
import { TargetPicker } from './settings/target-picker.tsx';
import { useAppearance } from './shell/appearance.ts';
import { Intro } from './shell/intro.tsx';
import { PageHeader } from './shell/page-header.tsx';
import { useRoute } from './shell/use-route.ts';
import { WidgetPage } from './widget-page/widget-page.tsx';

export interface AppProps {
  /** Where local simulators may listen. Undefined does not look for any: a static site. */
  readonly addresses: Addresses | undefined;
}

/** The demo: settings, one conversation, and two ways to draw it. */
export function App({ addresses }: AppProps) {
  const route = useRoute();
  const [appearance, setAppearance] = useAppearance();
  const [state, dispatch] = useReducer(reduceDemo, INITIAL_STATE);
  const [network] = useState(() => createNetwork());
  const [journal] = useState(() => createJournal());
  const places = usePlaces(addresses);

  const platform = platformOf(state.platform);
  const isReal = state.target === 'real';
  const link = isReal ? undefined : places.link(platform.service, state.target === 'page');
  const values = valuesOf(state, link);
  const options = useOutsideWorld(network, link, journal);
  const place = `${platform.id} ${link?.where ?? state.target}`;

  const draw = (chat: Chat) =>
    route === 'custom' ? (
      <CustomPage chat={chat} />
    ) : (
      <WidgetPage chat={chat} platform={platform} tools={{ link, network }} journal={journal} />
    );

  return (
    <>
      <PageHeader route={route} appearance={appearance} onAppearance={setAppearance} />
      <main className="page" data-route={route}>
        <Intro route={route} />
        <section className="panel settings" aria-labelledby="settings-title">
          <h2 id="settings-title">Settings</h2>
          <PlatformPicker
            platform={state.platform}
            onChoose={(chosen) => {
              journal.add('break', `You picked ${platformOf(chosen).hook}.`);
              dispatch({ type: 'platform-choose', platform: chosen });
            }}
          />
          <TargetPicker
            target={state.target}
            servers={places.servers}
            link={link}
            onChoose={(target) => dispatch({ type: 'target-choose', target })}
          />
          <details key={place} className="credentials-box" open={isReal}>
            <summary>Credentials and addresses</summary>
            <CredentialsForm
              platform={platform}
              values={values}
              onApply={(applied) => dispatch({ type: 'values-apply', values: applied })}
            />
          </details>
        </section>
        {link || isReal ? (
          // Another place is another world: a chat keeps the one it was made in.
          <Conversation key={place} platform={platform.id} values={values} options={options}>
            {draw}
          </Conversation>
        ) : (
          <p className="note">Looking for the simulators…</p>
        )}
      </main>
    </>
  );
}
