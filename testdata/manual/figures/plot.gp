set title "Springs and neaps at Ravenhithe"
plot "ravenhithe.dat" using 1:2 with lines
