import { css } from 'lit'

export const styles = css`
  :host {
    display: grid;
    gap: 4px;
    min-width: 0;
  }

  .value {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 2px;
    min-width: 0;
    padding: 6px 8px;
    border-radius: 6px;
    background: var(--_sunken);
  }

  .old {
    opacity: 0.6;
  }

  pre {
    max-height: calc(120 * var(--_px));
    margin: 0;
    overflow: auto;
    font: calc(12 * var(--_px))/1.5 var(--_mono);
    white-space: pre-wrap;
    overflow-wrap: anywhere;
    border-radius: 4px;
  }

  ol {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 2px;
    margin: 0;
    padding: 0;
    padding-inline-start: 1.6em;
    font-size: calc(12 * var(--_px));
    color: var(--_muted);
  }

  ol li {
    min-width: 0;
  }

  ol code {
    display: block;
    overflow: hidden;
    color: var(--_text);
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  .line {
    display: grid;
    grid-template-columns: calc(16 * var(--_px)) minmax(0, 1fr);
    gap: 6px;
    font-size: calc(12 * var(--_px));
    overflow-wrap: anywhere;
  }
`
