# Makes arima.csv: ARIMA models of R on series that R itself brings, and the forecasts of
# each estimated on the first four fifths and carried over the rest.
# "loglik" is of the differenced series: Arima itself starts the differences from a variance
# of 1e6 instead of an infinite one, which costs it up to 0.004. "kpss" is the statistic that
# ndiffs takes, "strength" the one of nsdiffs.
# Rscript arima.R > arima.csv
suppressMessages(library(forecast))
cat("# R", paste(R.version$major, R.version$minor, sep = "."),
    "forecast", as.character(packageVersion("forecast")),
    "auto.arima(y, approximation = TRUE), Arima(y, order, seasonal) and Arima(y, model = fit)\n")
cat("case,season,part,values\n")
line <- function(name, y, part, values) if (length(values))
  cat(sprintf("%s,%d,%s,%s\n", name, as.integer(frequency(y)), part, paste(sprintf("%.9g", values), collapse = " ")))
show <- function(name, y, fit) {
  f <- forecast(fit, h = 12)
  line(name, y, "given", as.numeric(y))
  line(name, y, "order", c(fit$arma[c(1, 6, 2, 3, 7, 4)], any(c("intercept", "drift") %in% names(fit$coef))))
  line(name, y, "coefficients", as.numeric(fit$coef))
  a <- fit$arma
  w <- y
  if (a[7] > 0) w <- diff(w, lag = a[5], differences = a[7])
  if (a[6] > 0) w <- diff(w, differences = a[6])
  fixed <- fit$coef
  if (a[7] > 0 && "drift" %in% names(fixed)) fixed["drift"] <- fixed["drift"] * a[5]
  line(name, y, "loglik", arima(w, order = c(a[1], 0, a[2]), seasonal = list(order = c(a[3], 0, a[4]), period = a[5]),
       include.mean = any(c("intercept", "drift") %in% names(fixed)), fixed = fixed, transform.pars = FALSE, method = "ML")$loglik)
  line(name, y, "kpss", urca::ur.kpss(as.numeric(y), use.lag = trunc(3 * sqrt(length(y)) / 13))@teststat)
  if (a[5] > 1 && length(y) > 2 * a[5]) line(name, y, "strength", forecast:::seas.heuristic(y))
  line(name, y, "want", as.numeric(f$mean))
  se <- as.numeric(f$upper[, 1] - f$mean)
  line(name, y, "growth", se / se[1])
  first <- head(y, floor(length(y) * 0.8))
  part <- tryCatch(Arima(first, model = fit), error = function(e) NULL)
  if (!is.null(part)) line(name, y, "earlier", as.numeric(forecast(part, h = 12)$mean))
}
for (name in c("AirPassengers", "Nile", "USAccDeaths", "ldeaths", "UKgas", "WWWusage", "LakeHuron", "nottem",
               "lynx", "austres", "JohnsonJohnson", "lh", "BJsales", "airmiles")) {
  y <- get(name)
  show(paste("auto", name), y, auto.arima(y, approximation = TRUE))
}
for (name in c("Nile", "lynx", "austres", "USAccDeaths", "airmiles")) for (n in c(5, 8, 9, 15, 26, 40)) {
  if (n <= length(get(name))) {
    y <- head(get(name), n)
    fit <- tryCatch(auto.arima(y, approximation = TRUE), error = function(e) NULL)
    if (!is.null(fit)) show(paste("auto", name, n), y, fit)
  }
}
given <- list(
  list("airline of log AirPassengers", log(AirPassengers), c(0, 1, 1), c(0, 1, 1), FALSE),
  list("airline of USAccDeaths", USAccDeaths, c(0, 1, 1), c(0, 1, 1), FALSE),
  list("airline of log UKgas", log(UKgas), c(0, 1, 1), c(0, 1, 1), FALSE),
  list("AR of LakeHuron", LakeHuron, c(2, 0, 0), c(0, 0, 0), TRUE),
  list("AR of lh", lh, c(3, 0, 0), c(0, 0, 0), TRUE),
  list("AR of WWWusage", WWWusage, c(3, 1, 0), c(0, 0, 0), FALSE),
  list("seasonal AR of nottem", nottem, c(1, 0, 0), c(2, 1, 0), FALSE),
  list("drift of austres", austres, c(0, 1, 1), c(0, 0, 0), TRUE),
  list("mixed of ldeaths", ldeaths, c(1, 0, 1), c(1, 0, 1), TRUE),
  list("drift of AirPassengers", AirPassengers, c(2, 0, 0), c(0, 1, 1), TRUE))
for (g in given) show(g[[1]], g[[2]], Arima(g[[2]], order = g[[3]], seasonal = g[[4]], include.constant = g[[5]]))
