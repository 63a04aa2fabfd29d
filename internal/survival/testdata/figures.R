# Makes the fixtures of this folder with R and its package survival 3.5-3:
#   Rscript figures.R
# lung and veteran are the data of that package. `entry` is not: it makes every
# second and third of four patients come late, so that delayed entry has figures.
library(survival)
exact <- function(x) ifelse(is.na(x), "", sprintf("%.17g", x))
write <- function(rows, name) write.csv(rows, name, row.names = FALSE, quote = FALSE)
numbers <- function(rows) { for (n in names(rows)) if (is.numeric(rows[[n]])) rows[[n]] <- exact(rows[[n]]); rows }

late <- function(time) { row <- seq_along(time); ifelse(row %% 4 >= 2, floor(time * (row %% 4) / 5), 0) }
lung$entry <- late(lung$time)
veteran$entry <- late(veteran$time)
lung$ended <- lung$status - 1
veteran$ended <- veteran$status
data <- rbind(
  data.frame(data = "lung", entry = lung$entry, time = lung$time, ended = lung$ended, group = lung$sex, stratum = ifelse(is.na(lung$ph.ecog), 9, lung$ph.ecog)),
  data.frame(data = "veteran", entry = veteran$entry, time = veteran$time, ended = veteran$ended, group = as.integer(veteran$celltype), stratum = veteran$trt))
write(data, "patients.csv")

curves <- NULL; groups <- NULL; quantiles <- NULL; tests <- NULL
for (name in c("lung", "veteran")) for (delayed in c(FALSE, TRUE)) {
  d <- data[data$data == name, ]
  d$subject <- if (delayed) Surv(d$entry, d$time, d$ended) else Surv(d$time, d$ended)
  for (level in c(0.95, 0.8)) for (type in if (level == 0.95) c("log-log", "plain") else "log-log") {
    fit <- survfit(subject ~ group, data = d, conf.type = type, conf.int = level)
    s <- summary(fit, censored = TRUE)
    curves <- rbind(curves, data.frame(data = name, delayed = delayed, level = level, type = type,
      group = as.integer(sub("group=", "", s$strata)), time = s$time, at_risk = s$n.risk, ended = s$n.event, censored = s$n.censor,
      survival = s$surv, error = s$std.err, low = s$lower, high = s$upper))
    for (g in sort(unique(d$group))) {
      one <- survfit(subject ~ 1, data = d[d$group == g, ], conf.type = type, conf.int = level)
      q <- quantile(one, c(0.25, 0.75))
      m <- survival:::survmean(one, rmean = "none")$matrix
      quantiles <- rbind(quantiles, data.frame(data = name, delayed = delayed, level = level, type = type, group = g,
        share = c(0.25, 0.5, 0.75), value = c(q$quantile[1], m["median"], q$quantile[2]),
        low = c(q$lower[1], m[length(m) - 1], q$lower[2]), high = c(q$upper[1], m[length(m)], q$upper[2])))
    }
  }
  for (to in c(100, 365, 550)) {
    m <- survival:::survmean(survfit(subject ~ group, data = d), rmean = to)$matrix
    groups <- rbind(groups, data.frame(data = name, delayed = delayed, group = sort(unique(d$group)), to = to,
      mean = m[, "rmean"], error = m[, "se(rmean)"]))
  }
  for (stratified in c(FALSE, TRUE)) {
    if (delayed) {
      # survdiff knows no delayed entry; the score test of the exact partial
      # likelihood is the log-rank test with the hypergeometric variance.
      f <- if (stratified) subject ~ factor(group) + strata(stratum) else subject ~ factor(group)
      x <- coxph(f, data = d, ties = "exact")
      chi <- x$score; k <- length(unique(d$group)) - 1
    } else {
      x <- if (stratified) survdiff(Surv(time, ended) ~ group + strata(stratum), data = d) else survdiff(Surv(time, ended) ~ group, data = d)
      chi <- x$chisq; k <- length(x$n) - 1
    }
    tests <- rbind(tests, data.frame(data = name, delayed = delayed, stratified = stratified, chi_squared = chi, degrees = k,
      p = pchisq(chi, k, lower.tail = FALSE),
      expected = if (delayed) "" else paste(exact(if (is.matrix(x$exp)) rowSums(x$exp) else x$exp), collapse = " ")))
  }
}
# A curve that is flat at one half: two of four end, the third later.
flat <- data.frame(time = c(1, 2, 4, 7), ended = c(1, 1, 1, 0))
m <- survival:::survmean(survfit(Surv(time, ended) ~ 1, data = flat, conf.type = "log-log"), rmean = "none")$matrix
quantiles <- rbind(quantiles, data.frame(data = "flat", delayed = FALSE, level = 0.95, type = "log-log", group = 0, share = 0.5,
  value = m["median"], low = m[length(m) - 1], high = m[length(m)]))
write(numbers(curves), "curves.csv")
write(numbers(quantiles), "quantiles.csv")
write(numbers(groups), "means.csv")
write(numbers(tests), "tests.csv")
