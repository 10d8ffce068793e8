package io.holdfast.console.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.HasLabel;
import com.vaadin.flow.component.HasValidation;
import com.vaadin.flow.component.HasValue;
import com.vaadin.flow.component.Text;
import com.vaadin.flow.component.textfield.BigDecimalField;
import com.vaadin.flow.component.textfield.BigDecimalField.BigDecimalFieldI18n;
import com.vaadin.flow.component.textfield.IntegerField;
import com.vaadin.flow.component.textfield.IntegerField.IntegerFieldI18n;
import io.holdfast.console.refusal.Refusal;

/**
 * Fields for numbers. What cannot be read in one is no value, which must not pass for an empty
 * field.
 */
public final class Fields {

  private Fields() {}

  /** A field for a whole number. */
  public static IntegerField whole(String label, int least, int most) {
    IntegerField field = new IntegerField(label);
    field.setMin(least);
    field.setMax(most);
    field.setStepButtonsVisible(true);
    String wrong = Texts.of("words.no-number", least, most);
    field.setI18n(
        new IntegerFieldI18n()
            .setBadInputErrorMessage(wrong)
            .setMinErrorMessage(wrong)
            .setMaxErrorMessage(wrong));
    return field;
  }

  /** A field for any number. */
  public static BigDecimalField decimal(String label) {
    BigDecimalField field = new BigDecimalField(label);
    field.setI18n(new BigDecimalFieldI18n().setBadInputErrorMessage(Texts.of("words.no-decimal")));
    return field;
  }

  /** Refuses numbers and dates that cannot be read, or are out of their range. */
  public static void mustBeReadable(Component fields) {
    fields
        .getChildren()
        // Mere text cannot be asked whether it is visible.
        .filter(child -> !(child instanceof Text) && child.isVisible())
        .forEach(Fields::mustBeReadable);
    if (fields instanceof HasValidation field && field.isInvalid() && holdsNoText(fields)) {
      throw Refusal.invalid(
          "field-unreadable",
          "What is in the field '%s' cannot be used."
              .formatted(fields instanceof HasLabel label ? label.getLabel() : ""),
          "Correct it, or leave the field empty.");
    }
  }

  private static boolean holdsNoText(Component field) {
    return field instanceof HasValue<?, ?> has && !"".equals(has.getEmptyValue());
  }
}
