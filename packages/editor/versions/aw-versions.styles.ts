import { css } from 'lit'

export const styles = css`
  :host {
    display: flex;
    flex-direction: column;
    min-height: 0;
    overflow: hidden;
    background: var(--_surface);
  }

  .bar {
    display: flex;
    flex: none;
    align-items: center;
    gap: var(--_space-8);
    min-height: calc(44 * var(--_px));
    padding-block: var(--_space-4);
    padding-inline: var(--_space-16) var(--_space-8);
    border-bottom: 1px solid var(--_border);
  }

  .bar h2 {
    flex: 1;
  }

  .body {
    flex: 1;
    min-height: 0;
    overflow-y: auto;
    padding: var(--_space-12) var(--_space-16) var(--_space-24);
  }

  section + section,
  .save-form + *,
  .conflicts + * {
    margin-top: var(--_space-16);
  }

  .save-form {
    display: grid;
    gap: 6px;
  }

  .save-form label {
    font-size: var(--_type-12);
    font-weight: 500;
  }

  .row {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--_space-8);
  }

  .row input {
    flex: 1 1 calc(160 * var(--_px));
    width: auto;
  }

  .row .gap {
    flex: 1;
  }

  .versions > li {
    border-bottom: 1px solid var(--_border);
  }

  .versions > li:last-child {
    border-bottom: 0;
  }

  .version {
    display: flex;
    align-items: center;
    gap: var(--_space-2);
    padding: var(--_space-4) 0;
  }

  .version .head {
    display: grid;
    flex: 1;
    grid-template-columns: minmax(0, auto);
    justify-content: start;
    justify-items: start;
    gap: 0;
    min-width: 0;
    height: auto;
    padding: 6px var(--_space-8);
    text-align: start;
    white-space: normal;
  }

  .version .head[aria-expanded='true'] {
    background: var(--_wash);
  }

  .version .version-name {
    max-width: 100%;
  }

  .version .muted {
    font-size: var(--_type-12);
    font-weight: 400;
  }

  .compared {
    display: grid;
    gap: 10px;
    padding: var(--_space-8) 0 var(--_space-16);
  }

  .compared label {
    display: flex;
    align-items: center;
    gap: var(--_space-8);
    font-size: var(--_type-12);
  }

  .compared label.with {
    display: grid;
    gap: var(--_space-4);
    font-weight: 500;
  }

  .count {
    display: flex;
    align-items: center;
    gap: var(--_space-2);
  }

  .count h3 {
    flex: 1;
  }

  .changes {
    display: grid;
    gap: 1px;
    margin: 0 -8px;
  }

  .change {
    display: grid;
    grid-template-columns: calc(20 * var(--_px)) minmax(0, 1fr);
    justify-content: start;
    align-items: start;
    gap: var(--_space-8);
    width: 100%;
    height: auto;
    padding: 6px var(--_space-8);
    font-weight: 400;
    text-align: start;
    white-space: normal;
  }

  .change[aria-current] {
    background: var(--_wash);
  }

  .sign {
    display: grid;
    place-content: center;
    width: 18px;
    height: 18px;
    border-radius: 50%;
    color: var(--_surface);
    font-weight: 700;
    line-height: 1;
  }

  .sign.added {
    background: var(--_good);
  }

  .sign.removed {
    background: var(--_bad);
  }

  .sign.changed {
    background: var(--_warn);
  }

  .sign.moved {
    background: var(--_accent);
  }

  .summary {
    display: grid;
    gap: var(--_space-2);
    min-width: 0;
    overflow-wrap: anywhere;
  }

  .detail {
    display: grid;
    font-size: var(--_type-12);
  }

  del {
    color: var(--_bad);
    text-decoration-color: color-mix(in srgb, var(--_bad) 60%, transparent);
  }

  ins {
    color: var(--_good);
    text-decoration: none;
  }

  .conflicts {
    padding: var(--_space-12);
    border: 1px solid var(--_warn);
    border-radius: 10px;
  }

  .conflicts h3 {
    display: flex;
    align-items: center;
    gap: var(--_space-8);
    margin-bottom: var(--_space-4);
  }

  .conflicts h3 svg {
    color: var(--_warn);
  }

  fieldset {
    min-width: 0;
    margin: var(--_space-12) 0 0;
    padding: 0;
    border: 0;
  }

  legend {
    padding: 0;
    font-weight: 500;
    overflow-wrap: anywhere;
  }

  .conflicts .row {
    margin-top: 14px;
  }

  .side {
    display: grid;
    grid-template-columns: calc(16 * var(--_px)) calc(104 * var(--_px)) minmax(0, 1fr);
    gap: var(--_space-8);
    align-items: baseline;
    padding: var(--_space-4) 0;
    font-size: var(--_type-12);
  }

  .side input {
    margin: 0;
    align-self: center;
    accent-color: var(--_accent);
  }

  .side .value {
    overflow-wrap: anywhere;
  }
`
