import { css } from 'lit'

export const styles = css`
  :host {
    display: flex;
    flex-direction: column;
    min-height: 0;
    background: var(--_surface);
    overflow-wrap: anywhere;
  }

  .head {
    display: grid;
    grid-template-columns: calc(20 * var(--_px)) minmax(0, 1fr) auto;
    align-items: center;
    gap: 10px;
    padding-block: var(--_space-12);
    padding-inline: var(--_space-16) var(--_space-8);
    border-bottom: 1px solid var(--_border);
  }

  .head .name {
    border-color: transparent;
    padding: var(--_space-4) 6px;
    margin-inline-start: -6px;
    font-weight: 600;
    font-size: var(--_type-14);
    background: transparent;
  }

  .body {
    flex: 1;
    min-height: 0;
    overflow-y: auto;
    padding: 0 var(--_space-16) var(--_space-24);
    scrollbar-width: thin;
    scrollbar-color: color-mix(in srgb, var(--_muted) 40%, transparent) transparent;
  }

  [role='tablist'] {
    flex: none;
    padding-inline: var(--_space-4);
    border-bottom: 1px solid var(--_border);
  }

  section {
    padding: var(--_space-16) 0;
    border-bottom: 1px solid var(--_border);
  }

  section:last-of-type {
    border-bottom: 0;
  }

  section > h3 {
    margin-bottom: 10px;
  }

  .enter {
    margin-bottom: var(--_space-12);
  }
  a.enter {
    display: flex;
    align-items: center;
    gap: var(--_space-8);
    width: fit-content;
    min-height: calc(24 * var(--_px));
    color: var(--_accent);
  }

  .loaded {
    margin: var(--_space-16) 0 0;
    overflow-wrap: anywhere;
  }

  .approval {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: var(--_space-8);
  }
  .approval p {
    display: flex;
    align-items: center;
    gap: var(--_space-8);
    color: var(--_warn);
    font-weight: 500;
  }
  .problems {
    display: grid;
    gap: 10px;
    margin: 0;
    padding: 0;
    list-style: none;
  }

  .problems li {
    display: grid;
    grid-template-columns: calc(16 * var(--_px)) minmax(0, 1fr);
    gap: var(--_space-8);
    color: var(--_text);
  }

  .problems svg {
    margin-top: var(--_space-2);
  }

  .problems .hint {
    display: block;
    color: var(--_muted);
  }

  .next-times {
    margin: 0;
    padding: 0;
    line-height: 1.8;
    list-style: none;
  }

  .port {
    margin-bottom: var(--_space-12);
  }

  .port:last-child {
    margin-bottom: 0;
  }

  .port label,
  .port .name {
    display: flex;
    align-items: baseline;
    gap: 6px;
    margin-bottom: var(--_space-4);
  }

  .port .offered {
    align-items: center;
    margin-block: 6px var(--_space-4);
    font-weight: 400;
  }

  .sub-ports fieldset {
    display: grid;
    gap: 6px;
    min-width: 0;
    margin: var(--_space-8) 0 0;
    padding: 0;
    border: 0;
  }

  .sub-ports legend {
    margin-bottom: var(--_space-4);
    padding: 0;
    font-weight: 500;
  }

  .sub-ports :is(ol, ul) {
    display: grid;
    gap: 6px;
    margin: 0;
    padding: 0;
    list-style: none;
  }

  .sub-ports ol > li {
    display: grid;
    gap: 6px;
    padding: 6px 6px var(--_space-8) 8px;
    border: 1px solid var(--_border);
    border-radius: 6px;
  }

  .sub-ports .row {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto auto;
    gap: var(--_space-4);
  }

  .sub-ports .end {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr) auto;
    gap: var(--_space-4);
    align-items: center;
    overflow-wrap: anywhere;
  }

  .sub-ports .check {
    display: flex;
    gap: 6px;
    align-items: center;
  }

  .port .kind {
    color: var(--_muted);
    font-size: var(--_type-12);
  }

  details summary {
    display: flex;
    align-items: center;
    gap: var(--_space-4);
    min-height: calc(24 * var(--_px));
    color: var(--_muted);
    font-size: var(--_type-12);
    cursor: pointer;
    list-style: none;
    border-radius: 4px;
  }

  details summary::-webkit-details-marker {
    display: none;
  }

  details summary svg {
    transition: rotate var(--_motion);
  }

  details[open] summary svg {
    rotate: 90deg;
  }

  .columns {
    display: grid;
    grid-template-columns: calc(16 * var(--_px)) minmax(0, 1fr) auto;
    gap: var(--_space-4) var(--_space-8);
    align-items: center;
    margin: var(--_space-4) 0 0;
    padding: var(--_space-8);
    border-radius: 6px;
    background: var(--_sunken);
    font-size: var(--_type-12);
  }

  .columns svg {
    color: var(--_muted);
  }

  .columns .name {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
    margin: 0;
    display: block;
  }

  .columns .type {
    color: var(--_muted);
    font-size: calc(11 * var(--_px));
  }

  .about {
    display: grid;
    gap: var(--_space-8);
    color: var(--_muted);
  }

  .changes {
    display: grid;
    gap: 6px;
  }

  dl {
    display: grid;
    gap: var(--_space-2);
    margin: 0;
  }

  dt {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: var(--_space-8);
    font-weight: 500;
  }

  dd {
    display: grid;
    grid-template-columns: 3em minmax(0, 1fr);
    gap: 6px;
    align-items: baseline;
    margin: 0;
  }

  del,
  ins {
    padding: 1px var(--_space-4);
    border-radius: 4px;
    font: var(--_type-12)/1.5 var(--_mono);
    text-decoration: none;
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }

  del {
    background: color-mix(in srgb, var(--_bad) 12%, transparent);
    text-decoration: line-through;
  }

  ins {
    background: color-mix(in srgb, var(--_good) 14%, transparent);
  }

  .docs {
    display: grid;
    gap: var(--_space-8);
    padding-top: var(--_space-4);
    color: var(--_text);
  }

  .docs :is(ul, ol) {
    margin: 0;
    padding-inline-start: 18px;
  }

  .docs .scroll {
    overflow-x: auto;
  }

  .docs table {
    border-collapse: collapse;
    font-size: var(--_type-12);
  }

  .docs :is(th, td) {
    padding: var(--_space-4) 6px;
    border: 1px solid var(--_border);
    text-align: start;
    vertical-align: top;
    overflow-wrap: break-word;
  }

  .docs td:not(:first-child) {
    min-width: 9em;
  }

  .docs pre {
    margin: 0;
    padding: var(--_space-8);
    overflow: auto;
    border-radius: 6px;
    background: var(--_sunken);
    font: var(--_type-12)/1.5 var(--_mono);
  }

  .docs a {
    color: var(--_accent);
  }

  .actions {
    display: flex;
    flex-wrap: wrap;
    gap: 6px;
  }

  .actions button:not(.icon) {
    min-height: calc(28 * var(--_px));
    padding: 0 10px;
    font-size: var(--_type-12);
  }

  .body > .actions {
    padding-top: 14px;
  }

  .actions.list {
    display: grid;
  }

  .actions.list button {
    justify-content: start;
  }

  .many h3 {
    margin: 0 0 calc(-1 * var(--_space-8));
  }

  .many {
    display: grid;
    gap: var(--_space-16);
    padding: 20px var(--_space-16);
  }
`
