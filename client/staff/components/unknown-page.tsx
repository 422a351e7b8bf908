import { useSpeech } from '../speech';
import { Page } from './page';

export function UnknownPage() {
  const { words } = useSpeech();
  return (
    <Page title={words.common.unknownPage}>
      <p>{words.common.unknownPageCure}</p>
    </Page>
  );
}
