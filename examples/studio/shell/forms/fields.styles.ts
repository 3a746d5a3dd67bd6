import { css } from 'lit'

/** Styles of forms that are made from a list of fields. */
export const fieldsStyles = css`
  form.fields {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(200px, 100%), 1fr));
    align-items: end;
    gap: 12px;
  }

  form.fields > :is(.wide, h3, p, fieldset) {
    grid-column: 1 / -1;
    margin: 0;
  }

  /* URLs are longer than other values. */
  @media (min-width: 900px) {
    form.fields > label:has(input[type='url']) {
      grid-column: span 2;
    }
  }

  form.fields label {
    display: grid;
    gap: 4px;
    font-size: var(--_type-13);
  }

  form.fields :is(fieldset label, label.switch) {
    display: flex;
    align-items: center;
    gap: 8px;
  }

  form.fields fieldset {
    min-width: 0;
    padding: 0;
    border: 0;
    display: flex;
    flex-wrap: wrap;
    gap: 8px 16px;
  }

  form.fields legend {
    padding: 0 0 4px;
    font-size: var(--_type-13);
    font-weight: 500;
  }

  /* The first empty list is shown, so that a value can be added. */
  .ordered select:has([value='']:checked) + select:has([value='']:checked) {
    display: none;
  }

  form.fields textarea {
    width: 100%;
    min-height: 96px;
    font-family: ui-monospace, monospace;
    font-size: var(--_type-12);
  }
`
