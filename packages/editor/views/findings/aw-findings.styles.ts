import { css } from 'lit'

export const styles = css`
  :host {
    display: flex;
    flex-direction: column;
    min-height: 0;
    background: var(--_surface);
    color: var(--_text);
    font-size: var(--_type-13);
  }

  .bar {
    display: flex;
    flex-wrap: wrap;
    gap: var(--_space-8);
    align-items: center;
    padding: var(--_space-8) var(--_space-12);
    border-bottom: 1px solid var(--_border);
  }

  .bar p {
    flex: 1 1 calc(200 * var(--_px));
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
    flex: 1 1 calc(360 * var(--_px));
    max-height: 100%;
    overflow-y: auto;
    margin: 0;
    padding: 0;
    list-style: none;
  }

  .list li {
    display: grid;
    grid-template-columns: calc(24 * var(--_px)) minmax(0, 1fr);
    gap: var(--_space-2) var(--_space-8);
    padding: var(--_space-8) var(--_space-12);
    border-bottom: 1px solid var(--_border);
  }

  .list input {
    margin: var(--_space-2) 0 0;
    inline-size: 16px;
    block-size: 16px;
  }

  .place {
    display: block;
    min-height: calc(24 * var(--_px));
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
    gap: var(--_space-4) var(--_space-12);
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
    padding: var(--_space-12);
  }

  aw-data-table {
    flex: 2 1 calc(420 * var(--_px));
    min-height: calc(240 * var(--_px));
    border-inline-start: 1px solid var(--_border);
  }

  [data-column]:focus-visible {
    outline: 2px solid var(--_accent);
    outline-offset: 2px;
  }
`
