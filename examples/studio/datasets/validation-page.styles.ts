import { css, type CSSResultGroup } from 'lit'
import { pageStyles } from '../page.styles.ts'

export const validationPageStyles: CSSResultGroup[] = [
  ...pageStyles,
  css`
    .columns {
      display: grid;
      grid-template-columns: minmax(0, 440px) minmax(0, 1fr);
      align-items: start;
      gap: 16px;
    }

    form {
      display: grid;
      gap: 16px;
      padding: 16px;
    }

    label,
    legend {
      display: grid;
      gap: 4px;
      padding: 0;
      font-size: var(--_type-13);
      font-weight: 500;
    }

    label > * {
      font-weight: 400;
    }

    .rules {
      display: grid;
      gap: 8px;
      min-width: 0;
    }

    .kinds {
      display: flex;
      flex-wrap: wrap;
      gap: 4px;
      margin: 4px 0 8px;
    }

    .kinds > * {
      flex: 1 0 auto;
    }

    @media (max-width: 600px) {
      .kinds > * {
        padding-inline: 2px;
      }
    }

    form p {
      margin: 0;
    }

    form p .quiet {
      margin-left: -8px;
      color: var(--_accent);
    }

    .result {
      min-height: 320px;
      overflow: hidden;
    }

    .result.shown:not([aria-busy='true']) {
      min-height: 0;
    }

    .result .skeleton {
      height: auto;
      margin: 16px;
    }

    .verdict {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 8px;
      padding: 16px;
    }

    .verdict > :nth-child(2) {
      flex: 1;
      min-width: 160px;
      line-height: 1.5;
    }

    aw-validation-report {
      border-top: 1px solid var(--_border);
    }

    /* The page itself shows the verdict. */
    aw-validation-report::part(verdict) {
      display: none;
    }

    @media (min-width: 2200px) {
      .columns {
        grid-template-columns: minmax(0, 560px) minmax(0, 1fr);
      }
    }

    @media (max-width: 900px) {
      .columns {
        grid-template-columns: minmax(0, 1fr);
      }

      /* Results come before settings. */
      .result.shown {
        order: -1;
      }
    }
  `,
]
