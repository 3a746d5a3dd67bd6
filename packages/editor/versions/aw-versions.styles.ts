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
    gap: 8px;
    min-height: calc(44 * var(--_px));
    padding-block: 4px;
    padding-inline: 16px 8px;
    border-bottom: 1px solid var(--_border);
  }

  .bar h2 {
    flex: 1;
  }

  .body {
    flex: 1;
    min-height: 0;
    overflow-y: auto;
    padding: 12px 16px 24px;
  }

  section + section,
  .keep + *,
  .conflicts + * {
    margin-top: 16px;
  }

  .keep {
    display: grid;
    gap: 6px;
  }

  .keep label {
    font-size: calc(12 * var(--_px));
    font-weight: 500;
  }

  .row {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px;
  }

  .row input {
    flex: 1 1 calc(120 * var(--_px));
    width: auto;
  }

  .row .gap {
    flex: 1;
  }

  ol {
    margin: 0;
    padding: 0;
    list-style: none;
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
    gap: 2px;
    padding: 4px 0;
  }

  .version .head {
    display: grid;
    flex: 1;
    justify-content: start;
    justify-items: start;
    gap: 0;
    min-width: 0;
    height: auto;
    padding: 6px 8px;
    text-align: start;
  }

  .version .head[aria-expanded='true'] {
    background: var(--_wash);
  }

  .version .called {
    max-width: 100%;
    overflow: hidden;
    text-overflow: ellipsis;
  }

  .version .muted {
    font-size: calc(12 * var(--_px));
    font-weight: 400;
  }

  .compared {
    display: grid;
    gap: 10px;
    padding: 8px 0 16px;
  }

  .compared label {
    display: flex;
    align-items: center;
    gap: 8px;
    font-size: calc(12 * var(--_px));
  }

  .compared label.with {
    display: grid;
    gap: 4px;
    font-weight: 500;
  }

  .count {
    display: flex;
    align-items: center;
    gap: 2px;
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
    gap: 8px;
    width: 100%;
    height: auto;
    padding: 6px 8px;
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

  .what {
    display: grid;
    gap: 2px;
    min-width: 0;
    overflow-wrap: anywhere;
  }

  .detail {
    display: grid;
    font-size: calc(12 * var(--_px));
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
    padding: 12px;
    border: 1px solid var(--_warn);
    border-radius: 10px;
  }

  .conflicts h3 {
    display: flex;
    align-items: center;
    gap: 8px;
    margin-bottom: 4px;
  }

  .conflicts h3 svg {
    color: var(--_warn);
  }

  fieldset {
    min-width: 0;
    margin: 12px 0 0;
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
    grid-template-columns: calc(16 * var(--_px)) calc(72 * var(--_px)) minmax(0, 1fr);
    gap: 8px;
    align-items: baseline;
    padding: 4px 0;
    font-size: calc(12 * var(--_px));
  }

  .side input {
    margin: 0;
    align-self: center;
    accent-color: var(--_accent);
  }

  .side .value {
    overflow-wrap: anywhere;
  }

  .visually-hidden {
    position: absolute;
    width: 1px;
    height: 1px;
    margin: -1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
`
