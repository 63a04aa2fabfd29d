# Makes ets.csv: R's ets on series that R itself brings, chosen by AICc and, for forms that
# are not chosen for any of them, as told.
# Rscript ets.R > ets.csv
#   given  the values
#   form   the form
#   aicc, loglik
#   par    alpha, beta, gamma, phi, l, b, s of period m, …, s of period 2, as far as there are
#   want   forecast(fit, 18)$mean
#   sd     standard deviation h steps ahead, from the 80 % band
#   plain  the forecast with the coming errors at 0: the fitted value of the first, second, …
#          step, each value being as forecast
#   startA, startM  the guess of the initial state with a trend and a season of terms, of
#          factors, and startW that of the weights of ETS(M,Ad,M)
#   extended  that of the model of the first n − m − 3 values, run over all of them
#             with form, parameters and initial state held; its parameters are cutpar
suppressMessages(library(forecast))
cat("# R", paste(R.version$major, R.version$minor, sep = "."),
    "forecast", as.character(packageVersion("forecast")), "ets(y)\n")
cat("series,season,part,t,value\n")
line <- function(name, y, part, values, format = "%.12g")
  cat(sprintf(paste0("%s,%d,%s,%d,", format, "\n"), name, as.integer(frequency(y)), part, seq_along(values), values), sep = "")
again <- function(fit, y) suppressMessages(ets(y, model = fit, use.initial.values = TRUE))
plain <- function(fit, y, h) {
  out <- numeric(h)
  for (i in seq_len(h)) {
    longer <- ts(c(as.numeric(y), out[seq_len(i - 1)], mean(y)), start = start(y), frequency = frequency(y))
    out[i] <- as.numeric(fitted(again(fit, longer)))[length(longer)]
  }
  out
}
starts <- function(name, y) {
  m <- frequency(y)
  if (m == 1) return()
  line(name, y, "startA", forecast:::initstate(y, "A", "A"), "%.17g")
  if (min(y) > 0) line(name, y, "startM", forecast:::initstate(y, "A", "M"), "%.17g")
  line(name, y, "startW", forecast:::initparam(NULL, NULL, NULL, NULL, "A", "M", TRUE, c(1e-4, 1e-4, 1e-4, 0.8),
                                               c(0.9999, 0.9999, 0.9999, 0.98), m, "both"), "%.17g")
}
one <- function(name, y, chosen, ...) {
  fit <- ets(y, ...)
  line(name, y, "given", as.numeric(y))
  line(name, y, "form", fit$method, '"%s"')
  line(name, y, "chosen", as.integer(chosen), "%d")
  line(name, y, "aicc", fit$aicc)
  line(name, y, "loglik", fit$loglik)
  line(name, y, "par", fit$par, "%.17g")
  f <- forecast(fit, 18, level = 80)
  line(name, y, "want", as.numeric(f$mean))
  line(name, y, "sd", as.numeric(f$upper - f$mean) / qnorm(0.9))
  line(name, y, "plain", plain(fit, y, 18))
  starts(name, y)
  cut <- head(y, length(y) - frequency(y) - 3)
  fit <- ets(cut, ...)
  line(name, y, "cutform", fit$method, '"%s"')
  line(name, y, "cutpar", fit$par, "%.17g")
  line(name, y, "extended", plain(again(fit, y), y, 18))
}
for (name in c("AirPassengers", "Nile", "USAccDeaths", "ldeaths", "UKgas", "WWWusage", "LakeHuron", "nottem", "mdeaths",
               "fdeaths", "JohnsonJohnson", "austres", "UKDriverDeaths", "BJsales", "airmiles", "nhtemp", "discoveries"))
  one(name, get(name), TRUE)
one("ldeaths AAA", ldeaths, FALSE, model = "AAA", damped = FALSE)
one("ldeaths AAdA", ldeaths, FALSE, model = "AAA", damped = TRUE)
one("airmiles MAN", airmiles, FALSE, model = "MAN", damped = FALSE)
one("Nile MAdN", Nile, FALSE, model = "MAN", damped = TRUE)
# Only the starts of series of less than three cycles, and of other seasons.
for (n in c(14, 24, 35, 36)) {
  y <- head(AirPassengers, n)
  line(paste("AirPassengers", n), y, "given", as.numeric(y))
  starts(paste("AirPassengers", n), y)
}
for (m in c(2, 3, 7)) {
  for (n in c(3 * m - 1, 40)) {
    y <- ts(head(as.numeric(UKgas), n), frequency = m)
    line(paste("UKgas", m, n), y, "given", as.numeric(y))
    starts(paste("UKgas", m, n), y)
  }
}
