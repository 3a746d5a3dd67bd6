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
    padding-block: 12px;
    padding-inline: 16px 8px;
    border-bottom: 1px solid var(--_border);
  }

  .head .name {
    border-color: transparent;
    padding: 4px 6px;
    margin-inline-start: -6px;
    font-weight: 600;
    font-size: calc(14 * var(--_px));
    background: transparent;
  }

  .body {
    flex: 1;
    min-height: 0;
    overflow-y: auto;
    padding: 0 16px 24px;
    scrollbar-width: thin;
    scrollbar-color: color-mix(in srgb, var(--_muted) 40%, transparent) transparent;
  }

  section {
    padding: 16px 0;
    border-bottom: 1px solid var(--_border);
  }

  section:last-of-type {
    border-bottom: 0;
  }

  section > h3 {
    margin-bottom: 10px;
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
    gap: 8px;
    color: var(--_text);
  }

  .problems svg {
    margin-top: 2px;
  }

  .problems .hint {
    display: block;
    color: var(--_muted);
  }

  .port {
    margin-bottom: 12px;
  }

  .port:last-child {
    margin-bottom: 0;
  }

  .port label,
  .port .name {
    display: flex;
    align-items: baseline;
    gap: 6px;
    margin-bottom: 4px;
  }

  .port .offered {
    align-items: center;
    margin-block: 6px 4px;
    font-weight: 400;
  }

  .port .kind {
    color: var(--_muted);
    font-size: calc(12 * var(--_px));
  }

  details summary {
    display: flex;
    align-items: center;
    gap: 4px;
    min-height: calc(24 * var(--_px));
    color: var(--_muted);
    font-size: calc(12 * var(--_px));
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
    gap: 4px 8px;
    align-items: center;
    margin: 4px 0 0;
    padding: 8px;
    border-radius: 6px;
    background: var(--_sunken);
    font-size: calc(12 * var(--_px));
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
    font-family: var(--_mono);
    font-size: calc(11 * var(--_px));
  }

  .about {
    display: grid;
    gap: 8px;
    color: var(--_muted);
  }

  .changes {
    display: grid;
    gap: 6px;
  }

  dl {
    display: grid;
    gap: 2px;
    margin: 0;
  }

  dt {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: 8px;
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
    padding: 1px 4px;
    border-radius: 4px;
    font: calc(12 * var(--_px))/1.5 var(--_mono);
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
    gap: 8px;
    padding-top: 4px;
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
    font-size: calc(12 * var(--_px));
  }

  .docs :is(th, td) {
    padding: 4px 6px;
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
    padding: 8px;
    overflow: auto;
    border-radius: 6px;
    background: var(--_sunken);
    font: calc(12 * var(--_px))/1.5 var(--_mono);
  }

  .docs a {
    color: var(--_accent);
  }

  .propose-schema {
    display: grid;
    gap: 4px;
    justify-items: start;
    margin-top: 12px;
  }

  .propose-schema p {
    margin: 0;
  }

  .many {
    display: grid;
    gap: 16px;
    padding: 20px 16px;
  }
`
