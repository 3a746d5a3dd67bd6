import { css, type CSSResultGroup } from 'lit'
import { pageStyles } from '../../page.styles.ts'

/** Styles shared by the pages that show data of a server: panels with lists, switches and forms. */
export const serverPageStyles: CSSResultGroup[] = [
  ...pageStyles,
  css`
    .panel + .panel {
      margin-top: 16px;
    }

    .panel:not(.empty) > p {
      margin: 0;
      padding: 12px 16px;
    }

    .panel:not(.empty) > p + p {
      padding-top: 0;
    }

    studio-switch {
      display: contents;
    }

    .switch {
      display: flex;
      align-items: center;
      gap: 8px;
    }

    .buttons {
      display: flex;
      flex-wrap: wrap;
      gap: 8px;
    }

    form.fields {
      display: grid;
      grid-template-columns: repeat(auto-fit, minmax(min(200px, 100%), 1fr));
      align-items: end;
      gap: 12px;
      padding: 12px 16px 16px;
    }

    :is(p, ul) + form.fields {
      border-top: 1px solid var(--_border);
    }

    form.fields > :is(.wide, h3, p, fieldset) {
      grid-column: 1 / -1;
      margin: 0;
    }

    form.fields > button {
      justify-self: start;
    }

    form.fields label {
      display: grid;
      gap: 4px;
      font-size: 13px;
    }

    form.fields label.switch {
      display: flex;
      gap: 8px;
    }

    h3 {
      font-size: 13px;
      font-weight: 600;
    }
  `,
]
