import { css } from 'lit'

export const styles = css`
  :host {
    display: grid;
    align-content: start;
    gap: var(--_space-16);
    padding: var(--_space-16);
    min-width: 0;
    background: var(--_surface);
  }

  :host > * {
    min-width: 0;
  }

  .head,
  p.facts,
  .choice,
  .actions {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--_space-4) 10px;
  }

  .head h3 {
    font-size: var(--_type-16);
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
    font-size: var(--_type-12);
    color: var(--_muted);
  }

  .values dl {
    display: grid;
    gap: var(--_space-8);
    margin: 0;
  }

  .values dt {
    font-size: var(--_type-12);
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
    gap: var(--_space-4);
    margin: 0;
    padding: 0;
    list-style: none;
    font-size: var(--_type-12);
  }

  .columns li {
    padding: 1px 6px;
    overflow-wrap: anywhere;
    border-radius: 4px;
    background: var(--_chip);
  }

  pre {
    max-height: calc(240 * var(--_px));
    margin: 0;
    padding: var(--_space-8);
    overflow: auto;
    border-radius: 6px;
    background: var(--_sunken);
    font-family: var(--_mono);
    font-size: var(--_type-12);
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
    gap: var(--_space-4);
    margin: 0;
    padding-inline-start: 20px;
  }

  .failure {
    display: grid;
    gap: var(--_space-4);
    padding: var(--_space-12);
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
    gap: var(--_space-8);
    padding: var(--_space-4) 0;
    cursor: pointer;
  }

  .effect[open] {
    display: grid;
    gap: var(--_space-4);
  }

  button.fork {
    justify-self: start;
  }

  form.fork {
    display: grid;
    gap: var(--_space-12);
    padding: var(--_space-12);
    border: 1px solid var(--_border);
    border-radius: 6px;
  }

  form.fork label {
    display: grid;
    gap: var(--_space-4);
  }

  .none {
    place-self: center;
  }
`
