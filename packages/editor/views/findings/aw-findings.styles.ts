import { css } from 'lit'

export const styles = css`
  :host {
    display: flex;
    flex-direction: column;
    min-height: 0;
    background: var(--_surface);
    color: var(--_text);
    font-size: 13px;
  }

  .bar {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
    align-items: center;
    padding: 8px 12px;
    border-bottom: 1px solid var(--_border);
  }

  .bar p {
    flex: 1 1 200px;
    margin: 0;
  }

  .bar label {
    display: inline-flex;
    gap: 6px;
    align-items: center;
  }

  .body {
    display: flex;
    flex: 1 1 auto;
    flex-wrap: wrap;
    min-height: 0;
    overflow: auto;
  }

  .list {
    flex: 1 1 360px;
    max-height: 100%;
    overflow-y: auto;
    margin: 0;
    padding: 0;
    list-style: none;
  }

  .list li {
    display: grid;
    grid-template-columns: 24px minmax(0, 1fr);
    gap: 2px 8px;
    padding: 8px 12px;
    border-bottom: 1px solid var(--_border);
  }

  .list input {
    margin: 2px 0 0;
    inline-size: 16px;
    block-size: 16px;
  }

  .place {
    display: block;
    min-height: 24px;
    padding: 0;
    border: 0;
    background: none;
    color: inherit;
    text-align: start;
    white-space: normal;
    overflow-wrap: anywhere;
  }

  .place strong {
    font-weight: 600;
  }

  .facts,
  .reason,
  .nothing,
  .none {
    color: var(--_muted);
  }

  .facts {
    display: flex;
    flex-wrap: wrap;
    gap: 4px 12px;
    align-items: baseline;
  }

  .reason {
    margin: 0;
    overflow-wrap: anywhere;
  }

  del,
  ins {
    overflow-wrap: anywhere;
    white-space: pre-wrap;
    font-family: var(--_mono);
  }

  del {
    color: var(--_muted);
  }

  ins {
    text-decoration: none;
    font-weight: 600;
  }

  .none,
  .foot,
  .failure {
    margin: 0;
    padding: 12px;
  }

  aw-data-table {
    flex: 2 1 420px;
    min-height: 240px;
    border-inline-start: 1px solid var(--_border);
  }

  [data-column]:focus-visible {
    outline: 2px solid var(--_accent);
    outline-offset: 2px;
  }
`
