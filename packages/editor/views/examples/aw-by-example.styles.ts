import { css } from 'lit'

export const styles = css`
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

  .side {
    flex: 1 1 calc(280 * var(--_px));
    max-height: 100%;
    min-width: 0;
    padding: var(--_space-8) var(--_space-12);
    overflow-y: auto;
    border-right: 1px solid var(--_border);
  }

  .side h4 {
    margin: var(--_space-8) 0 var(--_space-4);
  }

  .side p {
    margin: 0 0 var(--_space-8);
  }

  ol {
    display: flex;
    flex-direction: column;
    gap: var(--_space-8);
  }

  li {
    display: flex;
    flex-wrap: wrap;
    gap: var(--_space-4) var(--_space-8);
    align-items: center;
    overflow-wrap: anywhere;
  }

  li .value {
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

  .bad {
    color: var(--_bad-text, var(--_bad));
  }

  aw-data-table {
    flex: 3 1 calc(420 * var(--_px));
    min-width: 0;
    min-height: calc(180 * var(--_px));
  }
`
