# Makes thetaf.csv: the forecasts of R's thetaf on series that R itself brings.
# Rscript thetaf.R > thetaf.csv
suppressMessages(library(forecast))
cat("# R", paste(R.version$major, R.version$minor, sep = "."),
    "forecast", as.character(packageVersion("forecast")), "thetaf(y, h = 18)\n")
cat("series,season,part,t,value\n")
line <- function(name, y, part, values)
  cat(sprintf("%s,%d,%s,%d,%.10g\n", name, as.integer(frequency(y)), part, seq_along(values), values), sep = "")
for (name in c("AirPassengers", "Nile", "USAccDeaths", "ldeaths", "UKgas", "WWWusage", "LakeHuron", "nottem")) {
  y <- get(name)
  fit <- thetaf(y, h = 18)
  line(name, y, "given", as.numeric(y))
  line(name, y, "want", as.numeric(fit$mean))
  line(name, y, "alpha", as.numeric(fit$model$alpha))
}
