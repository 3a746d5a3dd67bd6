import { css } from 'lit'

export const styles = css`
  :host {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--_space-8);
  }

  .source,
  .new {
    display: grid;
    gap: var(--_space-2);
  }

  ul {
    display: grid;
    gap: 6px;
  }

  .column {
    display: grid;
    gap: 6px;
    padding: 6px var(--_space-8) var(--_space-8);
    border: 1px solid var(--_border);
    border-radius: 6px;
  }

  .column > .head {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto auto;
    gap: var(--_space-4);
    align-items: center;
  }

  .head select {
    width: auto;
    min-height: calc(26 * var(--_px));
    padding-block: 0;
    font-size: var(--_type-12);
  }

  .rule {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr) minmax(0, 1fr) auto;
    gap: 2px 6px;
    align-items: center;
  }

  .rule > .flag,
  .rule.wide > label {
    grid-column: 2 / 4;
  }

  .rule.wide > .value,
  .rule > .messages {
    grid-column: 2 / -1;
  }

  .rule.wide > .value {
    grid-row: 2;
  }

  .rule textarea {
    min-height: 0;
  }

  .state {
    width: calc(16 * var(--_px));
  }

  .rules {
    transition: opacity var(--_motion);
  }

  .rules.outdated .state,
  .rules.outdated .count {
    opacity: 0.5;
  }

  .suggestions {
    padding: var(--_space-8);
    border-radius: 6px;
    background: var(--_sunken);
  }

  .suggestions ul {
    gap: 0;
    max-height: calc(240 * var(--_px));
    margin-block: var(--_space-4);
    overflow: auto;
  }

  .suggestions li button {
    justify-content: start;
    width: 100%;
    font-weight: 400;
    text-align: start;
    white-space: normal;
    overflow-wrap: anywhere;
  }
`
