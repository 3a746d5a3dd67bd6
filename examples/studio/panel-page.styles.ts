import { css, type CSSResultGroup } from 'lit'
import { pageStyles } from './page.styles.ts'

/** Styles of pages that consist of a column of panels with forms: settings, account, workspace and activity. */
export const panelPageStyles: CSSResultGroup[] = [
  ...pageStyles,
  css`
    main {
      max-width: 760px;
    }

    .panel {
      display: grid;
      gap: 12px;
      margin-bottom: 16px;
      padding: 16px;
    }

    h2,
    p {
      margin: 0;
    }

    p {
      line-height: 1.5;
    }

    label {
      display: grid;
      gap: 4px;
      max-width: 360px;
      font-size: var(--_type-13);
      font-weight: 500;
    }

    @media (max-width: 600px) {
      label {
        max-width: none;
      }
    }
  `,
]
