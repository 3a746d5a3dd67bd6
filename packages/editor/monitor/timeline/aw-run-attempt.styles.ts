import { css } from 'lit'

export const styles = css`
  :host {
    display: grid;
    align-content: start;
    gap: 16px;
    padding: 16px;
    min-width: 0;
    background: var(--_surface);
  }

  :host > * {
    min-width: 0;
  }

  .head,
  p.facts,
  .choice,
  .ways {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px 10px;
  }

  .head h3 {
    font-size: calc(16 * var(--_px));
    overflow-wrap: anywhere;
  }

  .state {
    display: inline-flex;
    align-items: center;
    gap: 6px;
    font-weight: 500;
  }

  .choice input {
    width: calc(84 * var(--_px)) !important;
  }

  :host(:dir(rtl)) .choice svg {
    scale: -1 1;
  }

  section {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 6px;
  }

  h4 {
    font-size: calc(12 * var(--_px));
    color: var(--_muted);
  }

  .values dl {
    display: grid;
    gap: 8px;
    margin: 0;
  }

  .values dt {
    font-family: var(--_mono);
    font-size: calc(12 * var(--_px));
    color: var(--_muted);
  }

  .values dd {
    display: grid;
    gap: 6px;
    margin: 0;
    min-width: 0;
  }

  .columns {
    display: flex;
    flex-wrap: wrap;
    gap: 4px;
    max-height: calc(128 * var(--_px));
    margin: 0;
    padding: 0;
    overflow: auto;
    list-style: none;
    font-size: calc(12 * var(--_px));
  }

  .columns li {
    padding: 1px 6px;
    border-radius: 4px;
    background: var(--_sunken);
  }

  pre {
    max-height: calc(240 * var(--_px));
    margin: 0;
    padding: 8px;
    overflow: auto;
    border-radius: 6px;
    background: var(--_sunken);
    font-family: var(--_mono);
    font-size: calc(12 * var(--_px));
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }

  .more {
    justify-self: start;
    padding-inline: 6px;
    color: var(--_accent);
  }

  .rows {
    height: calc(320 * var(--_px));
    border: 1px solid var(--_border);
    border-radius: 6px;
    overflow: hidden;
  }

  .causes {
    display: grid;
    gap: 4px;
    margin: 0;
    padding-inline-start: 20px;
  }

  .failure {
    display: grid;
    gap: 4px;
    padding: 12px;
    border: 1px solid color-mix(in srgb, var(--_bad) 45%, transparent);
    border-radius: 6px;
    background: color-mix(in srgb, var(--_bad) 6%, transparent);
  }

  .failure .message {
    font-weight: 500;
    color: var(--_bad);
  }

  .effect summary {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
    padding: 4px 0;
    cursor: pointer;
  }

  .effect[open] {
    display: grid;
    gap: 4px;
  }

  button.fork {
    justify-self: start;
  }

  form.fork {
    display: grid;
    gap: 12px;
    padding: 12px;
    border: 1px solid var(--_border);
    border-radius: 6px;
  }

  form.fork label {
    display: grid;
    gap: 4px;
  }

  .none {
    place-self: center;
  }
`
