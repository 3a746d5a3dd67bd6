import { css } from 'lit'

export const styles = css`
  :host {
    display: grid;
    gap: var(--_space-4);
    min-width: 0;
  }

  .value {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--_space-2);
    min-width: 0;
    padding: 6px var(--_space-8);
    border-radius: 6px;
    background: var(--_sunken);
  }

  .stale {
    opacity: 0.6;
  }

  pre {
    max-height: calc(120 * var(--_px));
    margin: 0;
    overflow: auto;
    font: var(--_type-12)/1.5 var(--_mono);
    white-space: pre-wrap;
    overflow-wrap: anywhere;
    border-radius: 4px;
  }

  ol {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--_space-2);
    margin: 0;
    padding: 0;
    padding-inline-start: 1.6em;
    font-size: var(--_type-12);
    color: var(--_muted);
  }

  ol li {
    min-width: 0;
  }

  ol code {
    display: block;
    color: var(--_text);
  }

  .line {
    display: grid;
    grid-template-columns: calc(16 * var(--_px)) minmax(0, 1fr);
    gap: 6px;
    font-size: var(--_type-12);
    overflow-wrap: anywhere;
  }
`
