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

  .bar h3 {
    margin: 0;
    font-size: var(--_type-13);
  }

  .bar p {
    flex: 1 1 calc(200 * var(--_px));
    margin: 0;
  }

  .bar fieldset {
    display: flex;
    flex-wrap: wrap;
    gap: var(--_space-8);
    align-items: center;
    min-width: 0;
    margin: 0;
    padding: 0;
    border: 0;
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

  .side {
    flex: 1 1 calc(280 * var(--_px));
    max-height: 100%;
    min-width: 0;
    padding: var(--_space-8) var(--_space-12);
    overflow-y: auto;
    box-sizing: border-box;
    border-right: 1px solid var(--_border);
  }

  .side h4 {
    margin: var(--_space-8) 0 var(--_space-4);
    font-size: var(--_type-13);
  }

  .side p {
    margin: 0 0 var(--_space-8);
  }

  ol {
    display: flex;
    flex-direction: column;
    gap: var(--_space-8);
    margin: 0;
    padding: 0;
    list-style: none;
  }

  li {
    display: flex;
    flex-wrap: wrap;
    gap: var(--_space-4) var(--_space-8);
    align-items: center;
    overflow-wrap: anywhere;
  }

  li .value,
  li button.choice {
    white-space: pre-wrap;
    overflow-wrap: anywhere;
    text-align: start;
  }

  li input {
    flex: 1 1 calc(110 * var(--_px));
    min-width: 0;
  }

  code {
    display: block;
    padding: var(--_space-4) var(--_space-8);
    border-radius: 6px;
    background: var(--_sunken);
    overflow-wrap: anywhere;
    white-space: pre-wrap;
    user-select: text;
    -webkit-user-select: text;
  }

  .muted {
    color: var(--_muted);
  }

  .bad {
    color: var(--_bad-text, var(--_bad));
  }

  aw-data-table {
    flex: 3 1 calc(420 * var(--_px));
    min-width: 0;
    min-height: calc(180 * var(--_px));
  }
`
