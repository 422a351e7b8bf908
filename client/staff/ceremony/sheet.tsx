import { Button } from '@mantine/core';
import type { SheetPlace } from '#protocols/model/ceremony';
import { useGrant } from '../grant';
import { useSpeech } from '../speech';
import { rowsOf } from './share';

/** A sheet as its keeper prints it, for as long as the page shows it. */
export function Sheet({ hex, place, ceremony }: { hex: string; place: SheetPlace; ceremony: number }) {
  const { trial } = useGrant();
  const { words } = useSpeech();
  const w = words.ceremony.sheet;
  return (
    <div className="recovery-sheet">
      <h3>{w.title(w.places[place])}</h3>
      <p>{w.of(trial, ceremony)}</p>
      <ol className="sheet-rows">
        {rowsOf(hex).map((groups, row) => (
          <li key={row}>
            <span className="code">{groups.join(' ')}</span>
          </li>
        ))}
      </ol>
      <p>{w.keep}</p>
      <div className="buttons no-paper">
        <Button variant="default" onClick={() => window.print()}>
          {words.consent.print}
        </Button>
      </div>
    </div>
  );
}
