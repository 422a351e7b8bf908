import { Button } from '@mantine/core';
import { QueryErrorResetBoundary } from '@tanstack/react-query';
import { Component, Suspense, type ReactNode } from 'react';
import { useSpeech } from '../speech';
import { Loading } from './loading';
import { ProblemNotice } from './problem-notice';

interface CatcherProps {
  children: ReactNode;
  fallback: (error: Error, again: () => void) => ReactNode;
}

class Catcher extends Component<CatcherProps, { error: Error | null }> {
  override state: { error: Error | null } = { error: null };

  static getDerivedStateFromError(error: Error): { error: Error } {
    return { error };
  }

  override render(): ReactNode {
    const { error } = this.state;
    return error ? this.props.fallback(error, () => this.setState({ error: null })) : this.props.children;
  }
}

/** Waits for what a page reads, and tells in its place why it cannot be shown. Give it a new key for a new page. */
export function Boundary({ children }: { children: ReactNode }) {
  const { words } = useSpeech();
  return (
    <QueryErrorResetBoundary>
      {({ reset }) => (
        <Catcher
          fallback={(error, again) => (
            <>
              <h1>{words.common.broken}</h1>
              <ProblemNotice refused={error} />
              <p>
                <Button
                  variant="default"
                  onClick={() => {
                    reset();
                    again();
                  }}
                >
                  {words.common.again}
                </Button>
              </p>
            </>
          )}
        >
          <Suspense fallback={<Loading />}>{children}</Suspense>
        </Catcher>
      )}
    </QueryErrorResetBoundary>
  );
}
