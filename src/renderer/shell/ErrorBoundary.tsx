// A bug in one view must not take the window along: it says so, and the other views stay reachable.
import { Component, type ErrorInfo, type ReactNode } from 'react';
import { Button } from '../ui/Button';
import { copyText } from '../ui/copy';
import { Said } from '../ui/Said';

export class ErrorBoundary extends Component<{ children: ReactNode }, { error: Error | null }> {
  override state: { error: Error | null } = { error: null };

  static getDerivedStateFromError(error: unknown): { error: Error } {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  override componentDidCatch(error: unknown, info: ErrorInfo): void {
    console.error(error, info.componentStack);
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (!error) return this.props.children;
    return (
      <div className="empty">
        <Said
          tone="bad"
          actions={
            <>
              <Button small onClick={() => this.setState({ error: null })}>
                Try again
              </Button>
              <Button small onClick={() => copyText(error.stack ?? error.message)}>
                Copy details
              </Button>
            </>
          }
        >
          This view met a fault of Roadbrush itself: {error.message}. What you painted is saved as the top bar says.
        </Said>
      </div>
    );
  }
}
