import { css, type CSSResultGroup } from 'lit'
import { panelPageStyles } from '../panel-page.styles.ts'

/** Styles for the settings page. */
export const settingsPageStyles: CSSResultGroup[] = [
  ...panelPageStyles,
  css`
    p.warn {
      display: flex;
      gap: 8px;
    }

    label input {
      font-weight: 400;
    }

    /* Keeps the three themes on one line on a phone. */
    @media (max-width: 420px) {
      .choices [aria-pressed] svg {
        display: none;
      }
    }

    p a,
    .link {
      color: var(--_accent);
      text-decoration: underline;
      text-underline-offset: 2px;
    }

    .link {
      min-height: 0;
      padding: 0;
      border: 0;
      text-decoration: none;
    }

    tr + tr {
      border-top: 1px solid var(--_border);
    }

    th,
    td {
      padding: 8px 12px 8px 0;
    }

    th {
      white-space: nowrap;
    }

    th .icon {
      display: inline-block;
      margin-inline-end: 4px;
      color: var(--_muted);
      vertical-align: -3px;
    }

    td a {
      color: var(--_accent);
    }

    meter {
      appearance: none;
      width: 100%;
      height: 8px;
      overflow: hidden;
      border: 0;
      border-radius: 4px;
      background: var(--_border);
    }

    meter::-webkit-meter-inner-element {
      display: block;
    }

    meter::-webkit-meter-bar {
      height: 8px;
      border: 0;
      border-radius: 4px;
      background: var(--_border);
    }

    /* Keeps even a small value visible. */
    meter::-webkit-meter-optimum-value {
      min-width: 4px;
      background: var(--_accent);
    }

    meter::-moz-meter-bar {
      background: var(--_accent);
    }

    dl {
      display: grid;
      grid-template-columns: max-content minmax(0, 1fr);
      gap: 8px 16px;
      font-size: var(--_type-13);
    }

    @media (min-width: 1680px) {
      main {
        max-width: 1320px;
      }

      .columns {
        display: grid;
        grid-template-columns: repeat(2, minmax(0, 1fr));
        align-items: start;
        gap: 16px;
      }
    }

    @media (min-width: 2200px) {
      main {
        max-width: 1680px;
      }
    }

    kbd {
      padding: 2px 6px;
      border: 1px solid var(--_border);
      border-radius: 4px;
      background: var(--_sunken);
      font-family: var(--_mono);
      font-size: var(--_type-12);
    }
  `,
]
