import { Button } from '@mantine/core';
import { useId, useRef, type ReactNode } from 'react';
import { useSpeech } from '../speech';
import { pictureOf } from './picture-of';
import { saveFile } from './save-file';

interface ChartFigureProps {
  title: string;
  /** The picture in a sentence, for those who cannot see it. */
  description: string;
  fileName: string;
  chart: ReactNode;
  /** The same numbers as a table. */
  children: ReactNode;
}

/** A chart with its title, its picture to download and its table. */
export function ChartFigure({ title, description, fileName, chart, children }: ChartFigureProps) {
  const { words } = useSpeech();
  const heading = useId();
  const frame = useRef<HTMLDivElement>(null);
  const save = (): void => {
    const picture = frame.current?.querySelector('svg');
    if (picture) saveFile(pictureOf(picture), `${fileName}.svg`);
  };
  return (
    <section aria-labelledby={heading}>
      <div className="page-head">
        <h2 id={heading}>{title}</h2>
        <Button variant="subtle" size="compact-md" onClick={save}>
          {words.common.picture}
        </Button>
      </div>
      <div ref={frame} className="chart" role="img" aria-label={description}>
        {chart}
      </div>
      {children}
    </section>
  );
}
