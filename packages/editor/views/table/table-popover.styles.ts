import { css } from 'lit'

export const popoverStyles = css`
  [popover] {
    position: fixed;
    inset: auto;
    margin: 0;
    padding: var(--_space-4);
    border: 1px solid var(--_border);
    border-radius: 8px;
    background: var(--_raised);
    color: var(--_text);
    box-shadow: var(--_shadow-high);
  }

  .menu {
    display: grid;
    min-width: calc(190 * var(--_px));
  }

  .menu button {
    justify-content: start;
    gap: 10px;
    font-weight: 400;
  }

  .menu button[aria-current='true'] {
    color: var(--_accent);
    font-weight: 500;
  }

  .menu button svg {
    color: var(--_muted);
  }

  .menu hr {
    width: 100%;
    margin: var(--_space-4) 0;
    border: 0;
    border-top: 1px solid var(--_border);
  }

  .filter {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 10px;
    width: min(280 * var(--_px), 100vw - 40px);
    padding: 10px;
  }

  .filter.ask {
    width: min(440 * var(--_px), 100vw - 40px);
  }

  .ask .answer {
    display: grid;
    gap: var(--_space-8);
    min-width: 0;
  }

  .ask fieldset {
    display: flex;
    flex-wrap: wrap;
    gap: 6px;
    margin: 0;
    padding: 0;
    border: 0;
  }

  .ask legend {
    padding: 0 0 var(--_space-4);
    font-size: var(--_type-12);
    overflow-wrap: anywhere;
  }

  .ask dl {
    display: grid;
    gap: var(--_space-4);
    margin: 0;
  }

  .ask dl div {
    display: grid;
    grid-template-columns: minmax(calc(70 * var(--_px)), max-content) minmax(0, 1fr);
    gap: var(--_space-8);
    font-size: var(--_type-12);
  }

  .ask dd {
    margin: 0;
    overflow-wrap: anywhere;
  }

  .ask pre {
    max-height: min(160px, 24vh);
    margin: 0;
    padding: var(--_space-8);
    overflow: auto;
    border-radius: 4px;
    background: var(--_sunken);
    font-family: var(--_mono);
    font-size: var(--_type-12);
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }

  .ask .models {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 6px;
    font-size: var(--_type-12);
  }

  .ask .models span {
    flex: 1 1 calc(180 * var(--_px));
  }

  .ask .info {
    display: flex;
    gap: 6px;
    align-items: center;
  }

  .ask ul {
    margin: 0;
    padding: 0 0 0 18px;
  }

  .ask .rows {
    max-height: min(220px, 30vh);
    overflow: auto;
    border: 1px solid var(--_border);
    border-radius: 4px;
  }

  .ask .rows table {
    border-collapse: collapse;
    font-size: var(--_type-12);
  }

  .ask .rows :is(th, td) {
    max-width: calc(220 * var(--_px));
    padding: 3px 8px;
    overflow: hidden;
    border-bottom: 1px solid var(--_border);
    text-align: start;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  .ask .rows th {
    position: sticky;
    top: 0;
    background: var(--_sunken);
    font-weight: 500;
  }

  .filter label {
    display: grid;
    gap: var(--_space-2);
    min-width: 0;
    color: var(--_muted);
    font-size: var(--_type-12);
  }

  .filter label > * {
    color: var(--_text);
    font-size: var(--_type-13);
  }

  .filter label > span {
    color: var(--_muted);
    font-size: var(--_type-12);
  }

  .filter .range {
    display: grid;
    grid-template-columns: 1fr 1fr;
    gap: var(--_space-8);
  }

  .filter .buttons {
    display: flex;
    flex-wrap: wrap;
    justify-content: end;
    gap: 6px;
  }

  .filter .grow {
    flex: 1;
  }

  .filter p {
    font-size: var(--_type-12);
  }

  .values {
    display: grid;
    max-height: min(260px, 40vh);
    margin: 0 calc(-1 * var(--_space-4));
    padding: 0;
    overflow: auto;
    list-style: none;
  }

  .filter .values label {
    display: flex;
    align-items: center;
    gap: var(--_space-8);
    min-height: calc(28 * var(--_px));
    padding: 0 var(--_space-4);
    border-radius: 4px;
    cursor: pointer;
  }

  .filter .values label:hover {
    background: var(--_wash);
  }

  .filter .values .text {
    flex: 1;
    min-width: 0;
    color: var(--_text);
    font-size: var(--_type-13);
  }

  .filter .values .dim {
    color: var(--_muted);
  }

  .statistics {
    display: grid;
    gap: var(--_space-4);
    margin: 0;
  }

  .statistics div {
    display: flex;
    gap: var(--_space-12);
    font-size: var(--_type-13);
  }

  .statistics dt {
    flex: none;
  }

  .statistics dd {
    flex: 1;
    min-width: 0;
    margin: 0;
    text-align: end;
  }

  .filter .part {
    display: flex;
    align-items: center;
    gap: var(--_space-4);
  }

  .filter .part > .text,
  .filter .part > select,
  .filter .part > input {
    flex: 1;
    min-width: 0;
  }

  .filter .part.rule > :first-child {
    flex: 0.7;
  }

  .filter .start {
    justify-self: start;
  }

  .filter label.tick {
    display: flex;
    align-items: center;
    gap: var(--_space-8);
    color: var(--_text);
    font-size: var(--_type-13);
  }
`
