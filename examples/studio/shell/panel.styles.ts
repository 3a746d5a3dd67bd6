import { controls, tokens } from '@aw-flow/editor'
import { css, type CSSResultGroup } from 'lit'

/** Styles shared by the settings panels: title, text, a form with fields side by side, and a list. */
export const panelStyles: CSSResultGroup[] = [
  tokens,
  controls,
  css`
    :host {
      font-size: var(--_type-14);
    }

    h2,
    p {
      margin: 0;
    }

    h2 {
      font-size: var(--_type-14);
    }

    p {
      line-height: 1.5;
    }

    p.status {
      display: flex;
      gap: 8px;
    }

    form {
      display: grid;
      grid-template-columns: repeat(auto-fit, minmax(min(240px, 100%), 1fr));
      align-items: end;
      gap: 12px;
    }

    label {
      display: grid;
      gap: 4px;
      font-size: var(--_type-13);
      font-weight: 500;
    }

    label input {
      font-weight: 400;
    }

    ul {
      margin: 0;
      padding: 0;
      list-style: none;
    }

    li {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 8px;
      min-height: 44px;
      border-top: 1px solid var(--_border);
    }

    li > span:has(> svg) {
      display: inline-flex;
      align-items: center;
      gap: 4px;
    }

    .item-text {
      flex: 1 1 160px;
      min-width: 0;
      overflow-wrap: anywhere;
    }
  `,
]
