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
    max-height: 120px;
    margin: 0;
    overflow: auto;
    font: 12px/1.5 var(--_mono);
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
    font-size: 12px;
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
    grid-template-columns: 16px minmax(0, 1fr);
    gap: 6px;
    font-size: 12px;
    overflow-wrap: anywhere;
  }
`
