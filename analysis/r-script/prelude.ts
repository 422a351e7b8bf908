import type { Layout } from '#protocols/model/analyses';
import { text } from './text';

/** How the file is written, which R does not find out by itself. */
export interface Written {
  /** The file's name, as R will open it. */
  readonly file: string;
  readonly separator: string;
  readonly decimal: 'point' | 'comma';
}

/**
 * What every script begins with: the data, the arm with the control first, and how a line of the answer is written. An interval is from t
 * where there are degrees of freedom, else from the normal distribution.
 */
export function prelude({ file, separator, decimal }: Written, { arm, control }: Layout): string {
  return `# Recomputes every number of "lodtraek analyse" with R. Run it in the data's folder: Rscript script.R
options(warn = 1, contrasts = c("contr.treatment", "contr.poly"))
d <- read.table(${text(file)}, header = TRUE, sep = ${text(separator)}, dec = ${text(decimal === 'comma' ? ',' : '.')}, quote = "\\"",
  na.strings = c("", "NA"), check.names = FALSE, comment.char = "", strip.white = TRUE, fileEncoding = "UTF-8-BOM")
${arm === undefined ? '' : `d$.arm <- relevel(factor(trimws(as.character(d[[${text(arm)}]]))), ref = ${text(String(control ?? ''))})\n`}
cat("id,contrast,estimate,standardError,df,lower,upper,p\\n")
say <- function(id, contrast, estimate, se = NA, df = NA, lower = NA, upper = NA, p = NA, level = 0.95) {
  if (!is.na(se) && is.na(lower)) {
    reach <- if (is.na(df)) qnorm(1 - (1 - level) / 2) else qt(1 - (1 - level) / 2, df)
    lower <- estimate - reach * se
    upper <- estimate + reach * se
  }
  if (!is.na(se) && is.na(p)) p <- if (is.na(df)) 2 * pnorm(-abs(estimate / se)) else 2 * pt(-abs(estimate / se), df)
  cat(paste(c(id, contrast, sprintf("%.15g", c(estimate, se, df, lower, upper, p))), collapse = ","), "\\n", sep = "")
}
complete <- function(columns, data = d) {
  rows <- data[stats::complete.cases(data[, columns, drop = FALSE]), , drop = FALSE]
  if (".arm" %in% names(rows)) rows$.arm <- droplevels(rows$.arm)
  rows
}
others <- function(rows) levels(rows$.arm)[-1]
`;
}
